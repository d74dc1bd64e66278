using Cronos;
using static DataSync.Web.Demo.SampleCharacter;

namespace DataSync.Web.Demo;

/// <summary>The sample workflows: six providers, five resource types, every kind of trigger and every character.</summary>
internal static class SampleFleet
{
    public static IReadOnlyList<SampleWorkflow> Create(SampleN8nOptions options, DateTime opened)
    {
        // Seeded on purpose: ids stay the same from start to start.
        var random = new Random(options.Seed);
        var drawn = Drawn(opened).ToArray();
        // They start once or twice a day, so that many of them do not push the history of the drawn ones out of n8n.
        var copied = drawn.Where(w => w.Character == Steady && w.Seconds is null && w.ChildName is null).ToArray();
        string[] regions =
        [
            "eu-west-1",
            "us-west-2",
            "ap-south-1",
            "sa-east-1",
            "af-south-1",
            "me-south-1",
            "ca-east-1",
        ];
        return
        [
            .. Enumerable
                .Range(0, options.WorkflowCount)
                .Select(i =>
                {
                    var copy = i - drawn.Length;
                    var workflow =
                        copy < 0
                            ? drawn[i]
                            : copied[copy % copied.Length] with
                            {
                                Name =
                                    $"{copied[copy % copied.Length].Name} {regions[copy / copied.Length % regions.Length]} #{copy / copied.Length + 1}",
                                Trigger = Every("hours", 12 * (1 + copy % 2), copy % 60),
                            };
                    return workflow with
                    {
                        Id = NewId(random),
                        VersionId = NewUuid(random),
                        UsualSeconds = workflow.UsualSeconds ?? LogUniform(random, 4, 40),
                        UsualUpdated = workflow.UsualUpdated ?? (int)LogUniform(random, 6, 60),
                    };
                })
                .OrderBy(w => w.Id, StringComparer.Ordinal)
                .Select((w, i) => w with { Index = i }),
        ];
    }

    private static IEnumerable<SampleWorkflow> Drawn(DateTime opened)
    {
        var old = opened.AddDays(-90);
        // Most can be run from here: by their webhook, or because somebody made them available to n8n's MCP server.
        SampleWorkflow New(string name, SampleTrigger trigger, SampleCharacter character = Steady) =>
            new()
            {
                AvailableInMcp = trigger.Type is "scheduleTrigger" ? true : null,
                Index = 0,
                Id = "",
                VersionId = "",
                Name = name,
                Trigger = trigger,
                Character = character,
                CreatedAt = old,
            };
        DateTime Ago(double hours) => opened.AddHours(-hours);

        // Three that somebody who looks at the demo sees at work: at any moment one of them has just begun or ended.
        yield return New("AWS VPC Sync", Schedule("""{"field":"seconds"}""", "0/30 * * * * *")) with
        {
            CreatedAt = Ago(3),
            Seconds = (5, 9),
            UsualSeconds = 7,
        };
        yield return New("Azure VPC Sync", Every("minutes", 1, second: 15)) with
        {
            CreatedAt = Ago(10),
            Seconds = (10, 14),
            Tags = ["azure", "prod"],
        };
        yield return New("Ali NAT Gateway Sync", Every("minutes", 1, second: 45)) with
        {
            CreatedAt = Ago(8),
            Seconds = (8, 12),
            UsualUpdated = 6,
        };

        yield return New(
            "AWS Subnet Sync (prod)",
            Schedule("""{"field":"hours"}""", "31 0 * * * *"),
            ExpiredCredential
        );
        yield return New("AWS NAT Gateway Sync (prod)", Every("minutes", 30), ExpiredCredential) with
        {
            CreatedAt = Ago(120),
        };
        yield return New("AWS VPN Sync (prod)", Cron("20 */2 * * *"), ExpiredCredential) with
        {
            Tags = ["aws", "prod"],
        };
        yield return New("AWS Transit Gateway Sync", Every("hours", 6, 15)) with
        {
            Counts = CountStyle.LastNodeShort,
        };
        yield return New("AWS VPC Sync (eu-central-1)", Every("hours", 1, 7)) with
        {
            Counts = CountStyle.CustomData,
        };
        yield return New("AWS Subnet Sync (us-east-1)", Every("minutes", 10)) with
        {
            CreatedAt = Ago(60),
            UsualSeconds = 25,
        };
        yield return New("VPC peering import", Every("hours", 12)) with
        {
            Tags = ["aws"],
            Counts = CountStyle.None,
        };

        yield return New("Azure Subnet Sync", Every("hours", 1, 10), AccessDenied);
        yield return New("Azure Transit Gateway Sync (Virtual WAN)", Every("minutes", 30), Late) with
        {
            CreatedAt = Ago(144),
            RunsUntil = Ago(3),
        };
        yield return New("Azure NAT Gateway Sync", Every("hours", 2)) with
        {
            Counts = CountStyle.CustomData,
        };
        yield return New("Azure VPN Sync", Schedule("""{"field":"minutes"}""", "5 */5 * * * *"), Flapping) with
        {
            CreatedAt = Ago(48),
            UsualSeconds = 28,
            Seconds = (20, 40),
        };
        yield return New("Azure Subnet Sync (china-north)", Every("hours", 3)) with
        {
            Counts = CountStyle.None,
        };

        yield return New("GCP VPC Sync", Every("hours", 1, 5)) with
        {
            UsualUpdated = 140,
            UsualSeconds = 90,
        };
        yield return New("GCP Subnet Sync", Every("hours", 1, 25), SuspiciouslyEmpty) with
        {
            UsualUpdated = 20,
        };
        yield return New("GCP Transit Gateway Sync (NCC)", Webhook("gcp-tgw", "12 */3 * * *", guarded: true));
        yield return New("GCP NAT Gateway Sync", Webhook("gcp-nat", "3 */2 * * *"));
        yield return New("GCP VPN Sync", Every("hours", 1, opened.AddMinutes(-7).Minute), LongRunning) with
        {
            UsualSeconds = 40,
        };
        yield return New("GCP VPC Sync (retired)", Every("hours", 6), Archived) with
        {
            RunsUntil = Ago(144),
        };
        yield return New("Edge address plan", Cron("45 5 * * *", "America/New_York")) with
        {
            AvailableInMcp = null,
            DraftVersionId = "0d6c1f0a-5b1e-4c7d-9a53-1f0c2e6b8d11",
            Tags = ["gcp", "subnet"],
        };

        yield return New("Ali VPC Sync", Cron("0 30 2 * * *", "Asia/Shanghai")) with
        {
            UsualUpdated = 60,
        };
        yield return New("阿里云 子网 同步", Schedule("{}", "44 0 0 * * *", "Asia/Shanghai"));
        yield return New("Ali Transit Gateway Sync (CEN)", Every("hours", 4)) with
        {
            Counts = CountStyle.LastNodeShort,
        };
        yield return New("Ali VPN Sync", Every("hours", 2, 40), SwitchedOff) with
        {
            RunsUntil = Ago(50),
        };

        yield return New("OCI VPC Sync (VCN)", Cron("*/15 6-21 * * 1-5", "Europe/Berlin")) with
        {
            CreatedAt = Ago(150),
        };
        yield return New("OCI Subnet Sync", Schedule("""{"field":"days","triggerAtHour":4}""", "9 0 4 * * *"), Waiting);
        yield return New("OCI Transit Gateway Sync (DRG)", Every("hours", 6)) with
        {
            AvailableInMcp = null,
        };
        yield return New("OCI NAT Gateway Sync", Webhook("oci-nat", null), NeverRan) with
        {
            CreatedAt = Ago(70),
        };
        yield return New("OCI VPN Sync", Webhook("oci-vpn", "48 */2 * * *")) with
        {
            UsualSeconds = 40,
        };
        yield return New("OCI VPN Sync (Frankfurt)", OldCron(12)) with
        {
            Counts = CountStyle.None,
        };

        yield return New("华为云 VPC 同步", Every("hours", 1, 50)) with
        {
            Counts = CountStyle.CustomData,
        };
        yield return New("华为 子网 同步", Every("hours", 2, 30, zone: "Asia/Shanghai"));
        yield return New(
            "Huawei Transit Gateway Sync (ER)",
            Schedule("""{"field":"weeks","triggerAtDay":[1,4],"triggerAtHour":6}""", "27 0 6 * * 1,4")
        );
        yield return New("Huawei NAT Gateway Sync", Every("hours", 1, 35), SkipsFailures);
        yield return New("Huawei VPN Sync", Webhook("huawei-vpn", "5 */3 * * *"), BrokenCode);

        yield return New("Nightly reconciliation", Every("hours", 2, 20)) with
        {
            ChildName = "Inventory child",
            RemovesStale = true,
        };
        yield return New(
            "Inventory child",
            new("executeWorkflowTrigger", """{"inputSource":"passthrough"}""", null)
        ) with
        {
            UsualSeconds = 3,
        };
        yield return New("Address report", Schedule("""{"field":"days","triggerAtHour":7}""", "13 0 7 * * *")) with
        {
            AvailableInMcp = null,
            Counts = CountStyle.None,
        };
    }

    /// <summary>An interval rule with its defaults (30 s, 5 min, 1 h, minute 0) omitted as n8n omits them.</summary>
    private static SampleTrigger Every(string field, int step, int minute = 0, int? second = null, string? zone = null)
    {
        var at = second ?? (step * 7 + minute * 3) % 60;
        var interval = step == (field is "minutes" ? 5 : 1) ? "" : $",\"{field}Interval\":{step}";
        var rule = $"{{\"field\":\"{field}\"{interval}{(minute == 0 ? "" : $",\"triggerAtMinute\":{minute}")}}}";
        var hours = step < 24 ? $"*/{step}" : "0";
        return Schedule(rule, field is "minutes" ? $"{at} */{step} * * * *" : $"{at} {minute} {hours} * * *", zone);
    }

    private static SampleTrigger Cron(string expression, string? zone = null) =>
        Schedule(
            $$"""{"field":"cronExpression","expression":"{{expression}}"}""",
            expression.Split(' ').Length == 6 ? expression : "0 " + expression,
            zone
        );

    private static SampleTrigger Schedule(string interval, string cron, string? zone = null) =>
        new("scheduleTrigger", """{"rule":{"interval":[""" + interval + "]}}", Parse(cron), zone);

    /// <summary>The node of before schedule triggers, which still works.</summary>
    private static SampleTrigger OldCron(int minute) =>
        new(
            "cron",
            $$$"""{"triggerTimes":{"item":[{"mode":"custom","cronExpression":"0 {{{minute}}} */2 * * *"}]}}""",
            Parse($"0 {minute} */2 * * *")
        );

    private static SampleTrigger Webhook(string path, string? calls, bool guarded = false) =>
        new(
            "webhook",
            $$$"""{"httpMethod":"POST","path":"{{{path}}}",{{{(guarded ? "\"authentication\":\"headerAuth\"," : "")}}}"responseMode":"onReceived","options":{}}""",
            calls is null ? null : Parse("0 " + calls),
            WebhookPath: path,
            IsGuarded: guarded
        );

    private static CronExpression Parse(string cron) => CronExpression.Parse(cron, CronFormat.IncludeSeconds);

    private static double LogUniform(Random random, double low, double high) =>
        Math.Round(low * Math.Pow(high / low, random.NextDouble()), 1);

    private static string NewId(Random random) =>
        new(random.GetItems<char>("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 16));

    private static string NewUuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
