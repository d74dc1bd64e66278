namespace DataSync.Web.Demo;

/// <summary>The sample workflows, of which one is replaced when its settings are saved. Safe for any thread.</summary>
internal sealed class SampleShelf(IReadOnlyList<SampleWorkflow> fleet)
{
    private readonly Lock _gate = new();
    private volatile SampleWorkflow[] _all = [.. fleet];

    public IReadOnlyList<SampleWorkflow> All => _all;

    public SampleWorkflow? Find(string? id) =>
        _all.FirstOrDefault(w => string.Equals(w.Id, id, StringComparison.Ordinal));

    public void Replace(SampleWorkflow workflow)
    {
        lock (_gate)
            _all = [.. _all.Select(w => w.Index == workflow.Index ? workflow : w)];
    }
}
