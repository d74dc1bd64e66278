using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

/// <summary>
/// What the two databases word differently, derived from the shared model: snake_case names, ENUM columns (CHECK
/// constraints on SQLite), collations, column types.
/// </summary>
internal static class ProviderModel
{
    private const string Exact = "utf8mb4_bin";

    /// <summary>Marks an id: 255 characters, compared byte for byte (SQLite does so by itself).</summary>
    public static PropertyBuilder<TText> IsExactId<TText>(this PropertyBuilder<TText> property) =>
        property.HasMaxLength(StoredText.Id).UseCollation(Exact);

    /// <summary>A longer JSON document.</summary>
    public static PropertyBuilder<TText> IsJson<TText>(this PropertyBuilder<TText> property) =>
        property.HasColumnType("json");

    public static void Apply(ModelBuilder model, bool mySql)
    {
        if (mySql)
            model.HasCharSet("utf8mb4", DelegationModes.ApplyToTables);
        foreach (var entity in model.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(EnumWords.Snake(property.Name));
                Adapt(entity, property, mySql);
            }
            // MySQL has no partial indexes.
            foreach (var index in entity.GetIndexes().Where(_ => mySql))
                index.SetFilter(null);
        }
    }

    private static void Adapt(IMutableEntityType entity, IMutableProperty property, bool mySql)
    {
        if ((Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is { IsEnum: true } type)
        {
            property.SetValueConverter(typeof(EnumWordConverter<>).MakeGenericType(type));
            var column = property.GetColumnName();
            var words = string.Join(", ", EnumWords.All(type).Select(word => $"'{word}'"));
            if (mySql)
                property.SetColumnType($"enum({words})");
            else
                entity.AddCheckConstraint($"CK_{entity.GetTableName()}_{column}", $"\"{column}\" IN ({words})");
        }
        else if (property.ClrType == typeof(DateTime) || property.ClrType == typeof(DateTime?))
        {
            if (mySql)
                property.SetColumnType("datetime(6)");
        }
        else if (property.ClrType == typeof(string))
        {
            if (!mySql)
            {
                property.SetCollation(null);
                property.SetColumnType("TEXT");
            }
            else if (
                property.GetMaxLength() is null
                && property.FindAnnotation(RelationalAnnotationNames.ColumnType) is null
            )
                property.SetColumnType("text");
        }
    }
}
