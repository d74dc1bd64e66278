using DataSync.Bench;
using DataSync.Bench.Circuits;

// What benchmarks start in processes of their own.
switch (args)
{
    case [CircuitProgram.Argument]:
        return await CircuitProgram.RunAsync();
    case [FirstPictureProgram.Argument]:
        return await FirstPictureProgram.RunAsync();
    case [ExportProgram.Argument]:
        return await ExportProgram.RunAsync();
}
IBenchmark[] benchmarks =
[
    new IngestBenchmark(),
    new HistoryBenchmark(),
    new CircuitsBenchmark(),
    new FirstPictureBenchmark(),
    new TrendsBenchmark(),
    new ExportBenchmark(),
];

var chosen = benchmarks.FirstOrDefault(benchmark =>
    args is [var name] && benchmark.Name.Equals(name, StringComparison.Ordinal)
);
if (chosen is not null)
    return await chosen.RunAsync() ? 0 : 1;
Console.WriteLine("dotnet run -c Release --project bench/DataSync.Bench -- NAME");
foreach (var benchmark in benchmarks)
    Console.WriteLine($"  {benchmark.Name, -14} {benchmark.Claim}");
return args.Length == 0 ? 0 : 2;
