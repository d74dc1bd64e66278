using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Features.Account;

/// <summary>The door: plain forms that work without script. Foreign forms are kept out by <see cref="OwnOrigin"/>.</summary>
internal static partial class AccountEndpoints
{
    /// <summary>Of the sign-in page after a sign-out; <c>ds-leave.js</c> tells the other tabs.</summary>
    private const string Left = "#left";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static void MapAccount(this WebApplication app)
    {
        var door = app.MapGroup("").AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        door.MapGet("/sign-in", ShowSignIn);
        door.MapPost("/sign-in", SignInAsync).WithMetadata(AccessWeb.SignInLimit);
        door.MapGet("/set-up", ShowSetUp);
        door.MapPost("/set-up", SetUpAsync).WithMetadata(AccessWeb.SignInLimit);
        door.MapGet("/set-password", ShowSetPasswordAsync).WithMetadata(AccessWeb.SignInLimit);
        door.MapPost("/set-password", SetPasswordAsync).WithMetadata(AccessWeb.SignInLimit);
        door.MapGet("/sign-in/oidc", StartSingle);

        var inside = app.MapGroup("").ExcludeFromDescription().DisableAntiforgery();
        inside.MapGet(
            "/not-allowed",
            (HttpContext http) => Page<NotAllowedPage>(new { http.User.Identity?.Name }, 403)
        );
        inside.MapPost("/sign-out", SignOutAsync);
        inside.MapPost("/account/sign-out-everywhere", SignOutEverywhereAsync);
        inside.MapGet("/account/password", () => Page<ChangePasswordPage>(new { }, 200));
        inside.MapPost("/account/password", ChangePasswordAsync).WithMetadata(AccessWeb.SignInLimit);
    }

    private static IResult ShowSignIn(
        HttpContext http,
        IOptions<OidcOptions> oidc,
        AccessDirectory access,
        string? returnUrl,
        SignInRefusal? refused
    )
    {
        var target = ReturnUrl.Local(http, returnUrl);
        return http.User.Standing(access) is not null
            ? Results.Redirect(target)
            : SignInForm(http, oidc.Value, target, null, refused is { } why ? Words(why) : null, 200);
    }

    private static async Task<IResult> SignInAsync(
        HttpContext http,
        AccountService accounts,
        KnownDevice devices,
        IOptions<OidcOptions> oidc,
        [FromForm] string? email,
        [FromForm] string? password,
        [FromForm] string? returnUrl,
        [FromForm] bool keep = false
    )
    {
        var target = ReturnUrl.Local(http, returnUrl);
        var account = await accounts.SignInAsync(
            email ?? "",
            password ?? "",
            http.Address(),
            devices.Read(http),
            http.RequestAborted
        );
        if (account is not null)
        {
            await LetInAsync(http, devices, account, keep);
            return Results.Redirect(target);
        }
        // The same for an address nobody has: the door tells nobody who has an account.
        const string problem =
            "That address and password do not belong together. After ten wrong passwords none is taken for a minute.";
        return SignInForm(http, oidc.Value, target, email, problem, StatusCodes.Status401Unauthorized);
    }

    private static IResult StartSingle(HttpContext http, IOptions<OidcOptions> oidc, string? returnUrl) =>
        oidc.Value.IsConfigured
            ? Results.Challenge(new() { RedirectUri = ReturnUrl.Local(http, returnUrl) }, [Principals.OidcScheme])
            : SignInAgain(http);

    private static RazorComponentResult<NewPasswordPage> ShowSetUp(
        Bootstrap bootstrap,
        AccessDirectory access,
        string? key
    ) =>
        access.HasAccounts ? NewPassword(isSetUp: true, "DataSync is set up already.", null, null, null)
        : key is not null && bootstrap.IsSecret(key) ? NewPassword(isSetUp: true, null, null, null, key)
        : NewPassword(
            isSetUp: true,
            "Open the whole link DataSync printed when it was started last.",
            null,
            null,
            null
        );

    private static async Task<IResult> SetUpAsync(
        HttpContext http,
        Bootstrap bootstrap,
        AccountService accounts,
        KnownDevice devices,
        [FromForm] string? key,
        [FromForm] string? email,
        [FromForm] string? password
    )
    {
        if (key is null || !bootstrap.IsSecret(key))
            return NewPassword(isSetUp: true, "This link is not the one printed last.", null, null, null);
        try
        {
            var account = await accounts.CreateFirstAdminAsync(
                email ?? "",
                password ?? "",
                http.Address(),
                http.RequestAborted
            );
            await LetInAsync(http, devices, account, keep: false);
            return Results.Redirect(ReturnUrl.Local(http, null));
        }
        catch (RefusedException refused)
        {
            var again = refused.Refusal == Refusal.Invalid ? key : null;
            return NewPassword(isSetUp: true, refused.Message, email, null, again);
        }
    }

    private static async Task<IResult> ShowSetPasswordAsync(
        HttpContext http,
        AccountService accounts,
        string? id,
        string? key
    ) =>
        await accounts.LinkOwnerAsync(id ?? "", key ?? "", http.RequestAborted) is { } email
            ? NewPassword(isSetUp: false, null, email, id, key)
            : NewPassword(
                isSetUp: false,
                "This link was used, replaced or is too old. Ask for a new one.",
                null,
                null,
                null
            );

    private static async Task<IResult> SetPasswordAsync(
        HttpContext http,
        AccountService accounts,
        KnownDevice devices,
        [FromForm] string? id,
        [FromForm] string? key,
        [FromForm] string? email,
        [FromForm] string? password
    )
    {
        try
        {
            var account = await accounts.UseLinkAsync(
                id ?? "",
                key ?? "",
                password ?? "",
                http.Address(),
                http.RequestAborted
            );
            await LetInAsync(http, devices, account!, keep: false);
            return Results.Redirect(ReturnUrl.Local(http, null));
        }
        catch (RefusedException refused)
        {
            var again = refused.Refusal == Refusal.Invalid ? key : null;
            return NewPassword(isSetUp: false, refused.Message, email, id, again);
        }
    }

    /// <summary>Whatever the database does: who signs out is out at once, and that is noted afterwards.</summary>
    private static async Task<IResult> SignOutAsync(
        HttpContext http,
        AccountService accounts,
        DatabaseState database,
        ILogger<AccountService> logger
    )
    {
        var actor = http.GetActor();
        await http.SignOutAsync(Principals.CookieScheme);
        http.Response.OnCompleted(async () =>
        {
            try
            {
                await accounts.SignedOutAsync(actor, default);
            }
            catch (Exception failure)
            {
                database.ReportFailure(failure);
                NotNoted(logger, failure, actor.Name);
            }
        });
        return SignInAgain(http, Left);
    }

    private static async Task<IResult> SignOutEverywhereAsync(HttpContext http, AccountService accounts)
    {
        var actor = http.GetActor();
        await accounts.SignOutEverywhereAsync(actor, actor.Id ?? "", http.RequestAborted);
        await http.SignOutAsync(Principals.CookieScheme);
        return SignInAgain(http, Left);
    }

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext http,
        AccountService accounts,
        AccessDirectory access,
        KnownDevice devices,
        [FromForm] string? current,
        [FromForm] string? password
    )
    {
        var actor = http.GetActor();
        var signedIn = await http.AuthenticateAsync(Principals.CookieScheme);
        try
        {
            await accounts.ChangePasswordAsync(actor, current ?? "", password ?? "", http.RequestAborted);
        }
        catch (RefusedException refused)
        {
            return Page<ChangePasswordPage>(new { Problem = refused.Message }, StatusCodes.Status400BadRequest);
        }
        var keep = signedIn.Properties?.IsPersistent == true;
        await LetInAsync(http, devices, access.Account(actor.Id)!, keep);
        return Page<ChangePasswordPage>(new { IsDone = true }, StatusCodes.Status200OK);
    }

    private static async Task LetInAsync(HttpContext http, KnownDevice devices, AccountStanding account, bool keep)
    {
        devices.Remember(http, account.Id);
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        await http.SignInAsync(
            Principals.CookieScheme,
            Principals.Of(account),
            keep ? new() { IsPersistent = true, ExpiresUtc = time.GetUtcNow() + Kept } : new()
        );
    }

    private static IResult SignInAgain(HttpContext http, string fragment = "") =>
        Results.Redirect(PageFrames.Keep(http.Request.GetEncodedUrl(), $"{http.Request.PathBase}/sign-in") + fragment);

    private static RazorComponentResult<SignInPage> SignInForm(
        HttpContext http,
        OidcOptions oidc,
        string returnUrl,
        string? email,
        string? problem,
        int status
    ) =>
        Page<SignInPage>(
            new
            {
                Problem = problem,
                Email = email,
                ReturnUrl = returnUrl,
                Single = oidc.IsConfigured ? oidc.Label : null,
            },
            status
        );

    private static RazorComponentResult<NewPasswordPage> NewPassword(
        bool isSetUp,
        string? problem,
        string? email,
        string? id,
        string? key
    ) =>
        Page<NewPasswordPage>(
            new
            {
                IsSetUp = isSetUp,
                IsOpen = key is not null,
                Problem = problem,
                Email = email,
                Id = id,
                Key = key,
            },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest
        );

    private static RazorComponentResult<T> Page<T>(object parameters, int status)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        new RazorComponentResult<T>(parameters) { StatusCode = status };

    private static string Words(SignInRefusal refused) =>
        refused switch
        {
            SignInRefusal.Provider => "Single sign-on did not come to an end. Try again; the server's log says more.",
            SignInRefusal.NoAddress =>
                "The provider told no confirmed e-mail address, and without one DataSync lets nobody in.",
            SignInRefusal.NoRole => "The provider gave you no role in DataSync. Whoever runs it can.",
            SignInRefusal.Disabled => "This account is disabled. An administrator of DataSync can enable it.",
            SignInRefusal.OtherAccount =>
                "There is an account with your address that signs in with a password. Ask an administrator.",
            _ => throw new ArgumentOutOfRangeException(nameof(refused), refused, "A refusal without words"),
        };

    [LoggerMessage(1514, LogLevel.Error, "That {Account} signed out could not be noted")]
    private static partial void NotNoted(ILogger logger, Exception failure, string account);
}
