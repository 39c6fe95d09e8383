using System.Text;
using System.Text.Json;
using Environs.Runtime.Informers;
using Environs.Runtime.Tests.Widgets;
using k8s.Models;

namespace Environs.Runtime.Tests.Informers;

public sealed class DecoderTests
{
    private readonly Decoder<V1Widget> decoder = new(V1Widget.Kind, null);

    [Fact]
    public void An_item_that_does_not_fit_is_told_by_name_and_the_others_come_through()
    {
        var (items, version, next) = decoder.Page("""
            {"kind":"WidgetList","items":[
              {"metadata":{"name":"good","namespace":"ns","resourceVersion":"1"},"spec":{"value":1}},
              {"metadata":{"name":"bad","namespace":"ns","resourceVersion":"2"},"spec":{"value":"seven"}},
              {"metadata":{"name":"odd","namespace":"ns","resourceVersion":"3"},"spec":[]},
              null,
              {"metadata":{"name":"last","namespace":"ns","resourceVersion":"4"},"spec":{"value":4}}
            ],"metadata":{"resourceVersion":"17","continue":"abc"},"apiVersion":"tests.environs.dev/v1"}
            """u8);
        Assert.Equal(("17", "abc"), (version, next));
        Assert.Equal(["good", "last"], items.Where(item => item.Error is null).Select(item => item.Key.Name));
        Assert.Equal([("bad", "2"), ("odd", "3"), (null!, "")], items.Where(item => item.Error is not null).Select(item => (item.Key.Name, item.ResourceVersion)));
        Assert.All(items.Where(item => item.Error is null), item => Assert.Equal("tests.environs.dev/v1", item.Object!.ApiVersion));
    }

    [Fact]
    public void An_item_nested_beyond_reason_spoils_only_itself()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 500)) + "1" + new string('}', 500);
        var (items, _, _) = decoder.Page(Encoding.UTF8.GetBytes($$$"""
            {"metadata":{"resourceVersion":"1"},"items":[
              {"metadata":{"name":"deep","resourceVersion":"2"},"spec":{"value":1,"more":{{{deep}}}} },
              {"metadata":{"name":"good","resourceVersion":"3"},"spec":{"value":1}}]}
            """));
        Assert.Equal([("deep", false), ("good", true)], items.Select(item => (item.Key.Name, item.Error is null)));
    }

    [Theory]
    [InlineData("""{"metadata":{"resourceVersion":"1"},"items":null}""")]
    [InlineData("""{"metadata":{"resourceVersion":"1","continue":""},"items":[]}""")]
    [InlineData("""{"metadata":{"resourceVersion":"1"}}""")]
    public void A_list_of_none_is_a_list(string json)
    {
        var (items, version, next) = decoder.Page(Encoding.UTF8.GetBytes(json));
        Assert.Empty(items);
        Assert.Equal("1", version);
        Assert.Null(next);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"metadata":{"resourceVersion":"1"},"items":[{"metadata":""")]
    public void What_is_no_list_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => decoder.Page(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"5"},"spec":{"value":1}}}""", WatchEventType.Changed, "5")]
    [InlineData("""{"object":{"metadata":{"name":"a","resourceVersion":"6"}},"type":"MODIFIED"}""", WatchEventType.Changed, "6")]
    [InlineData("""{"type":"DELETED","object":{"metadata":{"name":"a","resourceVersion":"7"},"spec":{"value":"x"}}}""", WatchEventType.Deleted, "7")]
    [InlineData("""{"type":"MODIFIED","object":{"metadata":{"name":"a","resourceVersion":"8"},"spec":{"value":"x"}}}""", WatchEventType.Undecodable, "8")]
    [InlineData("""{"type":"BOOKMARK","object":{"kind":"Widget","metadata":{"resourceVersion":"9"},"spec":{"value":"x"}}}""", WatchEventType.Bookmark, "9")]
    [InlineData("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}""", WatchEventType.Gone, null)]
    [InlineData("""{"type":"ERROR","object":{"kind":"Status","reason":"Expired"}}""", WatchEventType.Gone, null)]
    [InlineData("""{"type":"ERROR","object":{"kind":"Status","code":500,"reason":"InternalError"}}""", WatchEventType.Failed, null)]
    internal void A_line_of_a_watch_is_what_it_says(string json, WatchEventType type, string? version)
    {
        var line = decoder.Line(Encoding.UTF8.GetBytes(json));
        Assert.Equal((type, version), (line.Type, line.ResourceVersion));
    }

    [Theory]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"na""")]
    [InlineData("""{"type":"SOMETHING","object":{}}""")]
    [InlineData("null")]
    public void What_is_no_line_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => decoder.Line(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Managed_fields_and_what_the_caller_trims_are_not_kept()
    {
        var trimming = new Decoder<V1ConfigMap>(Kinds.ConfigMap, map => map.Data = null);
        var map = trimming.Object("""{"metadata":{"name":"m","managedFields":[{"manager":"x"}]},"data":{"a":"b"}}"""u8).Object!;
        Assert.Null(map.Metadata.ManagedFields);
        Assert.Null(map.Data);
    }
}
