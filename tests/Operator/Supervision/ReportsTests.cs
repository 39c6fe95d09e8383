using System.Collections;
using Environs.Operator.Supervision;
using Environs.Operator.Supervision.Callers;
using Environs.Protocol.Supervision;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Environs.Operator.Tests.Supervision;

public sealed class ReportsTests
{
    [Fact]
    public void Words_are_cut_to_what_a_status_takes_and_cleaned()
    {
        var said = new Report
        {
            Container = "dev",
            SupervisorVersion = new string('v', 1000),
            AutomationsFile = new() { Path = "a.yaml", Problem = "no\u001b[31m red\n" },
            Services = { new ServiceReport { Id = "s", FailureMessage = "a\0b" + new string('x', 5000), Phase = (ServicePhase)77 } },
            Steps = { new StepReport { Execution = "e", Step = "1", StartedAt = long.MinValue, EndedAt = long.MaxValue, Phase = (StepPhase)77 } },
        };
        for (var number = 0; number < 60; number++)
            said.Services[0].Output[$"K{number:00}"] = new string('y', 5000);
        var clean = Reports.Clean(said);
        Assert.Equal(128, clean.SupervisorVersion.Length);
        Assert.Equal("no [31m red ", clean.AutomationsFile.Problem);
        var service = clean.Services.Single();
        Assert.Equal((4096, "a b", ServicePhase.Unspecified), (service.FailureMessage.Length, service.FailureMessage[..3], service.Phase));
        Assert.Equal((50, 4096), (service.Output.Count, service.Output["K00"].Length));
        var step = clean.Steps.Single();
        Assert.Equal(StepPhase.Unspecified, step.Phase);
        Assert.Equal((1970, 9999), (DateTimeOffset.FromUnixTimeMilliseconds(step.StartedAt).Year, DateTimeOffset.FromUnixTimeMilliseconds(step.EndedAt).Year));
    }

    [Fact]
    public void What_is_in_bounds_stays_as_it_is()
    {
        var said = new Report
        {
            Container = "dev",
            Boot = "b",
            SupervisorVersion = "1.0",
            SupervisorCommit = "abc",
            DesiredVersion = 7,
            AutomationsFile = new() { Path = ".ona/automations.yaml", Content = Google.Protobuf.ByteString.CopyFromUtf8("a: 1\n") },
            Services = { new ServiceReport { Id = "s", Session = "1", Phase = ServicePhase.Running, Output = { ["URL"] = "http://x" } } },
            Steps = { new StepReport { Execution = "e", Step = "1", Phase = StepPhase.Failed, ExitCode = 137, FailureMessage = "killed", StartedAt = 1, EndedAt = 2 } },
        };
        Assert.Equal(said, Reports.Clean(said));
    }

    [Fact]
    public void A_file_that_no_supervisor_would_send_is_taken_for_one_that_cannot_be_read()
    {
        var clean = Reports.Clean(new Report { Container = "dev", AutomationsFile = new() { Path = "a", Content = Google.Protobuf.ByteString.CopyFrom(new byte[(256 * 1024) + 1]) } });
        Assert.Equal((0, "The file has 262145 bytes; 262144 are allowed."), (clean.AutomationsFile.Content.Length, clean.AutomationsFile.Problem));
    }

    [Fact]
    public void No_field_of_the_protocol_is_forgotten()
    {
        var said = (Report)Full(Report.Descriptor);
        Assert.Equal(said, Reports.Clean(said));
    }

    // Every field of a message set to something, which is well within all bounds.
    private static IMessage Full(MessageDescriptor type)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (field.IsMap)
                ((IDictionary)field.Accessor.GetValue(message))["k"] = "v";
            else if (field.IsRepeated)
                ((IList)field.Accessor.GetValue(message)).Add(Value(field));
            else
                field.Accessor.SetValue(message, Value(field));
        }
        return message;
    }

    private static object Value(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => "x",
        FieldType.Bytes => ByteString.CopyFromUtf8("x"),
        FieldType.Bool => true,
        FieldType.UInt64 => 1UL,
        FieldType.Int64 => 1L,
        FieldType.Int32 => 1,
        FieldType.Enum => field.EnumType.Values[1].Number,
        FieldType.Message => Full(field.MessageType),
        _ => throw new InvalidOperationException($"{field.FullName} has a type that this test does not know yet."),
    };

    [Fact]
    public void Of_two_with_one_name_the_first_counts()
    {
        var said = new Report
        {
            Container = "dev",
            Services = { new ServiceReport { Id = "s", Session = "1" }, new ServiceReport { Id = "s", Session = "2" } },
            Steps = { new StepReport { Execution = "e", Step = "1", ExitCode = 1 }, new StepReport { Execution = "e", Step = "1" }, new StepReport { Execution = "f", Step = "1" } },
        };
        var clean = Reports.Clean(said);
        Assert.Equal("1", clean.Services.Single().Session);
        Assert.Equal([1, 0], clean.Steps.Select(step => step.ExitCode));
    }

    public static TheoryData<string, Report> Bad => new()
    {
        { "container", new Report { Container = new string('c', 64) } },
        { "boot", new Report { Container = "dev", Boot = new string('b', 129) } },
        { "services.id", new Report { Container = "dev", Services = { new ServiceReport { Id = "a\nb" } } } },
        { "services.session", new Report { Container = "dev", Services = { new ServiceReport { Id = "a", Session = new string('s', 257) } } } },
        { "steps.step", new Report { Container = "dev", Steps = { new StepReport { Execution = "e", Step = new string('s', 129) } } } },
        { "automations_file.path", new Report { Container = "dev", AutomationsFile = new() { Path = new string('p', 1025) } } },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_name_that_can_be_none_refuses_the_report(string named, object report) =>
        Assert.Contains(named, Assert.Throws<RefusedException>(() => Reports.Clean((Report)report)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_text_is_not_cut_through_the_middle_of_a_character()
    {
        Assert.Equal("ab…", ReportText.Cut("ab\ud83d\ude00cd", 4));
        Assert.Equal("ab\ud83d\ude00", ReportText.Cut("ab\ud83d\ude00", 4));
    }

    [Fact]
    public void An_output_whose_name_can_be_none_is_left_out_and_the_rest_kept()
    {
        var report = Reports.Clean(new Report { Container = "dev", Boot = "b", Services = { new ServiceReport { Id = "a", Output = { ["\tversion"] = "1", ["version"] = "2" } } } });
        Assert.Equal(["version"], report.Services[0].Output.Keys);
    }
}
