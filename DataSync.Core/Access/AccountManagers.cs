using DataSync.Core.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Access;

/// <summary>Identity's rules and hashes over a context of ours, so that they take part in its transaction.</summary>
public sealed class AccountManagers(ILogger<UserManager<Account>> logger)
{
    /// <summary>Characters.</summary>
    public const int ShortestPassword = 12;

    /// <summary>Different ones.</summary>
    internal const int FewestCharacters = 4;
    private static readonly PasswordHasher<Account> Hasher = new();
    private static readonly IdentityErrorDescriber Words = new();
    private static readonly Account Nobody = new();
    private static readonly string NobodysHash = Hasher.HashPassword(Nobody, Secrets.New());

    /// <summary>Long rather than mixed.</summary>
    private static readonly IdentityOptions Rules = new()
    {
        User = { RequireUniqueEmail = true, AllowedUserNameCharacters = "" },
        Password =
        {
            RequiredLength = ShortestPassword,
            RequiredUniqueChars = FewestCharacters,
            RequireDigit = false,
            RequireLowercase = false,
            RequireUppercase = false,
            RequireNonAlphanumeric = false,
        },
    };

    internal UserManager<Account> On(DataSyncDbContext db) =>
        new(
            new UserOnlyStore<Account, DataSyncDbContext>(db, Words),
            Options.Create(Rules),
            Hasher,
            [new UserValidator<Account>(Words)],
            [new PasswordValidator<Account>(Words)],
            new UpperInvariantLookupNormalizer(),
            Words,
            null!,
            logger
        );

    /// <summary>Takes as long for an account that does not exist as for one that does.</summary>
    internal static bool IsPassword(Account? account, string password) =>
        Hasher.VerifyHashedPassword(account ?? Nobody, account?.PasswordHash ?? NobodysHash, password)
            != PasswordVerificationResult.Failed
        && account?.PasswordHash is not null;

    /// <exception cref="RefusedException">With Identity's sentence.</exception>
    internal static void Check(IdentityResult result, string field)
    {
        if (!result.Succeeded)
            throw RefusedException.Invalid(field, string.Join(' ', result.Errors.Select(error => error.Description)));
    }
}
