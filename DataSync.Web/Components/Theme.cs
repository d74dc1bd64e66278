using System.Text;
using DataSync.Core.Workflows;
using MudBlazor;

namespace DataSync.Web.Components;

/// <summary>
/// Every colour of the product, once for each theme. Style sheets see them as <c>--ds-*</c>, MudBlazor's components
/// through <see cref="Mud"/>. State colours reach a contrast of 4.5:1 on all three surfaces of their theme.
/// </summary>
public static class Theme
{
    private static readonly Tokens Light = new(
        Scheme: "light",
        Ground: "#f5f6f7",
        Surface: "#ffffff",
        Raised: "#eef0f2",
        Line: "#dfe3e7",
        LineStrong: "#8a949f",
        Text: "#1a1f25",
        Muted: "#56606b",
        Accent: "#2b5bc7",
        Red: "#bf1f2f",
        Orange: "#ad4a08",
        Amber: "#805a00",
        Violet: "#7440ad",
        Green: "#1f7442",
        Grey: "#5c6670"
    );

    private static readonly Tokens Dark = new(
        Scheme: "dark",
        Ground: "#0e1114",
        Surface: "#161a1f",
        Raised: "#20262d",
        Line: "#272e36",
        LineStrong: "#67727e",
        Text: "#e3e7eb",
        Muted: "#9aa5b1",
        Accent: "#8ab0ff",
        Red: "#ff7a77",
        Orange: "#f79150",
        Amber: "#dfb243",
        Violet: "#c09bf5",
        Green: "#63b882",
        Grey: "#97a1ac"
    );

    /// <summary>The same tokens for MudBlazor, shadowless and with our radius and type.</summary>
    public static readonly MudTheme Mud = new()
    {
        PaletteLight = Fill(new PaletteLight(), Light),
        PaletteDark = Fill(new PaletteDark(), Dark),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
        Typography = new Typography
        {
            Default = new DefaultTypography
            {
                FontFamily = ["var(--ds-font)"],
                FontSize = "13px",
                LineHeight = "20px",
            },
        },
    };

    /// <summary>
    /// Custom properties of both themes. The system decides unless the viewer chose one (<c>data-theme</c>, set by
    /// <c>theme.js</c> before the first paint), so the server need not know and nothing flashes.
    /// </summary>
    public static readonly string Css =
        $":root{{{Light.Css()}}}"
        + $"@media(prefers-color-scheme:dark){{:root:not([data-theme=light]){{{Dark.Css()}}}}}"
        + $":root[data-theme=dark]{{{Dark.Css()}}}";

    /// <summary>A state's colour where no style sheet reaches and white stands on it.</summary>
    public static string UnderWhite(Health health) =>
        health switch
        {
            Health.Failing or Health.SwitchedOff => Light.Red,
            Health.Stuck => Light.Orange,
            Health.Late or Health.Stale => Light.Amber,
            Health.Suspicious => Light.Violet,
            Health.Healthy => Light.Green,
            Health.Unknown or Health.NeverRan or Health.Paused or Health.Inactive => Light.Grey,
            _ => throw new ArgumentOutOfRangeException(nameof(health), health, "A health without a colour"),
        };

    private static T Fill<T>(T palette, Tokens tokens)
        where T : Palette
    {
        palette.Background = tokens.Ground;
        palette.Surface = tokens.Surface;
        palette.DrawerBackground = tokens.Ground;
        palette.DrawerText = tokens.Text;
        palette.DrawerIcon = tokens.Muted;
        palette.AppbarBackground = tokens.Ground;
        palette.AppbarText = tokens.Text;
        palette.TextPrimary = tokens.Text;
        palette.TextSecondary = tokens.Muted;
        palette.ActionDefault = tokens.Muted;
        palette.Primary = tokens.Accent;
        palette.Error = tokens.Red;
        palette.Warning = tokens.Amber;
        palette.Success = tokens.Green;
        palette.LinesDefault = tokens.Line;
        palette.Divider = tokens.Line;
        return palette;
    }

    private sealed record Tokens(
        string Scheme,
        string Ground,
        string Surface,
        string Raised,
        string Line,
        string LineStrong,
        string Text,
        string Muted,
        string Accent,
        string Red,
        string Orange,
        string Amber,
        string Violet,
        string Green,
        string Grey
    )
    {
        public string Css() =>
            new StringBuilder($"color-scheme:{Scheme};")
                .Append($"--ds-ground:{Ground};--ds-surface:{Surface};--ds-raised:{Raised};")
                .Append($"--ds-line:{Line};--ds-line-strong:{LineStrong};")
                .Append($"--ds-text:{Text};--ds-muted:{Muted};--ds-accent:{Accent};")
                .Append($"--ds-red:{Red};--ds-orange:{Orange};--ds-amber:{Amber};")
                .Append($"--ds-violet:{Violet};--ds-green:{Green};--ds-grey:{Grey};")
                .ToString();
    }
}
