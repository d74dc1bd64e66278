using System.CommandLine;
using DataSync.Core;
using DataSync.Core.Access;
using DataSync.Web.Access;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Verbs;

internal sealed class UserVerb : Command
{
    private readonly Argument<string> email = new("email") { Description = "Whom; also the name to sign in with." };
    private readonly Option<Role> role = new("--role")
    {
        Description = "Viewer reads, Operator also acts, Admin also edits settings, users and tokens.",
        DefaultValueFactory = _ => Role.Viewer,
    };
    private readonly Option<bool> fromInput = new("--password-stdin")
    {
        Description = "Read the password from the first line of the input, instead of printing a link to set one.",
    };

    public UserVerb(IReadOnlyList<string> settings)
        : base("user", "The people who may sign in.") => Subcommands.Add(Add(settings));

    private Command Add(IReadOnlyList<string> settings)
    {
        var add = new Command("add", "Make an account, and print the link by which its owner sets a password.")
        {
            email,
            role,
            fromInput,
        };
        add.SetAction(
            async (given, cancellation) =>
            {
                await using var host = await VerbHost.OpenAsync(settings, cancellation);
                var accounts = host.Services.GetRequiredService<AccountService>();
                var (who, may) = (given.GetRequiredValue(email), given.GetValue(role));
                var output = given.InvocationConfiguration.Output;
                if (given.GetValue(fromInput))
                {
                    var password = await Console.In.ReadLineAsync(cancellation) ?? "";
                    await accounts.CreateWithPasswordAsync(VerbHost.Actor, who, may, password, cancellation);
                    await output.WriteLineAsync($"{who} can sign in as {may}.");
                    return CommandLine.Done;
                }
                var link = await accounts.CreateAsync(VerbHost.Actor, who, may, cancellation);
                await output.WriteLineAsync(
                    $"{who} is {may}, and sets a password here until {link.ExpiresAt:yyyy-MM-dd HH:mm} UTC:"
                );
                await output.WriteLineAsync(AccountLinks.SetPassword(Root(host), link));
                return CommandLine.Done;
            }
        );
        return add;
    }

    /// <summary>Where people find it; without <c>Site:PublicUrl</c>, where it listens by its settings.</summary>
    private static string Root(VerbHost host)
    {
        var site = host.Services.GetRequiredService<IOptions<SiteOptions>>().Value;
        var listens = host.Configuration["urls"]?.Split(';')[0] ?? "http://localhost:5000";
        return site.Root(listens.TrimEnd('/') + site.PathBase);
    }
}
