using DataSync.Core.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> entity)
    {
        entity.ToTable("accounts");
        entity.Property(row => row.Id).IsExactId();
        entity.Property(row => row.UserName).HasMaxLength(StoredText.Name);
        entity.Property(row => row.NormalizedUserName).HasMaxLength(StoredText.Name);
        entity.Property(row => row.Email).HasMaxLength(StoredText.Name);
        entity.Property(row => row.NormalizedEmail).HasMaxLength(StoredText.Name);
        entity.Property(row => row.SecurityStamp).HasMaxLength(StoredText.Name);
        entity.Property(row => row.ConcurrencyStamp).HasMaxLength(StoredText.Name).IsConcurrencyToken();
        entity.Property(row => row.LinkHash).HasMaxLength(StoredText.Word);
        entity.HasIndex(row => row.NormalizedUserName).IsUnique();
        // Second factors are the business of the OpenID provider.
        entity.Ignore(row => row.PhoneNumber);
        entity.Ignore(row => row.PhoneNumberConfirmed);
        entity.Ignore(row => row.TwoFactorEnabled);
        entity.Ignore(row => row.EmailConfirmed);
    }
}

/// <summary>Who an account is at the OpenID provider.</summary>
internal sealed class AccountLoginConfiguration : IEntityTypeConfiguration<IdentityUserLogin<string>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<string>> entity)
    {
        entity.ToTable("account_logins");
        entity.HasKey(row => new { row.LoginProvider, row.ProviderKey });
        entity.Property(row => row.LoginProvider).HasMaxLength(StoredText.Word);
        entity.Property(row => row.ProviderKey).IsExactId();
        entity.Property(row => row.ProviderDisplayName).HasMaxLength(StoredText.Name);
        entity.Property(row => row.UserId).IsExactId();
        entity.HasOne<Account>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
