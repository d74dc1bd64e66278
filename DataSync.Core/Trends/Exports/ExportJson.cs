using System.Text.Encodings.Web;
using System.Text.Json;
using DataSync.Core.Persistence;

namespace DataSync.Core.Trends;

/// <summary>
/// <c>{ "name", "filters": […], "columns": […], "rows": [{…}, …], "rowCount" }</c>: the rows are objects named as the API
/// names things, with its words; the count comes last, so that a cut file is known.
/// </summary>
internal sealed class ExportJson : ExportWriter
{
    private readonly Utf8JsonWriter json;
    private readonly JsonEncodedText[] names;
    private long rows;

    public ExportJson(ExportTable table, Stream sink)
    {
        json = new(sink, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        names = [.. table.Columns.Select(column => JsonEncodedText.Encode(column.Name))];
        json.WriteStartObject();
        json.WriteString("name", table.Name);
        json.WriteStartArray("filters");
        foreach (var filter in table.Filters)
        {
            json.WriteStartObject();
            json.WriteString("name", filter.Name);
            json.WriteString("value", filter.Value);
            json.WriteString("words", filter.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("columns");
        foreach (var column in table.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("title", column.Title);
            json.WriteString("kind", EnumWords.Of(column.Kind));
            json.WriteString("unit", column.Kind == ExportKind.Time ? "UTC, ISO 8601" : column.Unit);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("rows");
    }

    public override void Write(object?[] cells)
    {
        json.WriteStartObject();
        for (var at = 0; at < cells.Length; at++)
        {
            json.WritePropertyName(names[at]);
            Write(cells[at]);
        }
        json.WriteEndObject();
        rows++;
        json.Flush();
    }

    public override void End()
    {
        json.WriteEndArray();
        json.WriteNumber("rowCount", rows);
        json.WriteEndObject();
        json.Flush();
    }

    public override void Dispose() => json.Dispose();

    private void Write(object? cell)
    {
        switch (cell)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case ExportWord word:
                json.WriteStringValue(word.Key);
                break;
            case bool answer:
                json.WriteBooleanValue(answer);
                break;
            case DateTime time:
                json.WriteStringValue(ExportTimes.Of(time));
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(cell), cell, "A value no cell takes");
        }
    }
}
