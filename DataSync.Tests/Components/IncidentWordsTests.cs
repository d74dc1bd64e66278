using Bunit;
using DataSync.Core.Alerts;
using DataSync.Web.Components;
using DataSync.Web.Features.Alerts;

namespace DataSync.Tests.Components;

public sealed class IncidentWordsTests : BunitContext
{
    [Fact]
    public void Every_kind_of_incident_has_its_word_and_a_symbol_of_the_sprite()
    {
        var sprite = Render<IconSprite>();
        var kinds = Enum.GetValues<IncidentKind>();
        Assert.Distinct(kinds.Select(AlertWords.Of));
        Assert.All(kinds, kind => Assert.NotNull(sprite.Find($"#i-{AlertWords.Icon(kind)}")));
    }
}
