using Environs.Crds.Schema;
using Environs.Generate;

// Writes the files that follow from the C# types; with --check it writes nothing and fails when one is out of step.
var check = args is ["--check"];
if (args.Length > 0 && !check)
{
    Console.Error.WriteLine($"usage: generate [--check], not {string.Join(' ', args)}");
    return 2;
}

try
{
    var files = new Repository(Environment.CurrentDirectory);
    var docs = DocComments.Load();
    var outOfStep = files.Differing([.. CrdFiles.All(docs), .. ReferenceFiles.All(docs)]);
    foreach (var file in outOfStep)
    {
        if (check) Console.Error.WriteLine($"{file.Path} is out of step with the C# types: run `make generate` and commit it");
        else files.Write(file);
    }
    var written = outOfStep.Count == 0 ? "every generated file is up to date" : $"wrote {string.Join(", ", outOfStep.Select(f => f.Path))}";
    if (!check) Console.WriteLine(written);
    return check && outOfStep.Count > 0 ? 1 : 0;
}
catch (Exception error) when (error is SchemaException or DirectoryNotFoundException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
