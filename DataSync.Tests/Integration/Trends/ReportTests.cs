using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Trends;

public sealed class ReportTests
{
    private static readonly ReportPeriod Days = ReportPeriod.Of(new(2026, 1, 10), new(2026, 1, 12));
    private static readonly DateTime Start = new(2026, 1, 10, 0, 0, 0, DateTimeKind.Utc);

    [Theory, DatabaseData]
    public async Task What_was_issued_stays_and_a_correction_is_a_new_version(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await StartAsync(database);
        var (service, reader) = (Get<ReportService>(app), Get<ReportReader>(app));
        var admin = await app.Services.AddPersonAsync(Role.Admin);
        await IngestAsync(app, Run("1", Start.AddHours(5)), Run("2", Start.AddHours(6), "error"));

        var first = (await reader.FindAsync(await service.IssueAsync(admin, Days, null, default), default))!;
        // What is found later, and other targets, change nothing of it.
        await IngestAsync(app, Run("3", Start.AddHours(7)));
        await Get<ServiceTargetService>(app).SetAsync(admin, new() { LoadSeconds = 1 }, default);
        var again = (await reader.FindAsync(first.Summary.Id, default))!;
        var refused = await Assert.ThrowsAsync<RefusedException>(() => service.IssueAsync(admin, Days, " ", default));
        var second = (
            await reader.FindAsync(await service.IssueAsync(admin, Days, "A run was late.", default), default)
        )!;
        var after = (await reader.FindAsync(first.Summary.Id, default))!;

        Assert.Equal(
            (1, 2, 1),
            (first.Summary.Version, first.Content.Facts.Total.Runs, first.Content.Facts.Total.Failure)
        );
        Assert.Equivalent(first, again, strict: true);
        Assert.Equal("reason", refused.Field);
        Assert.Equal(
            (2, 3, "A run was late."),
            (second.Summary.Version, second.Content.Facts.Total.Runs, second.Summary.Reason)
        );
        Assert.Equal(
            (5, 1),
            (first.Content.Facts.Levels.Targets.LoadSeconds, second.Content.Facts.Levels.Targets.LoadSeconds)
        );
        Assert.Equal((null, second.Summary.Id), (first.CorrectedBy, after.CorrectedBy));
        Assert.True(first.IsIntact && second.IsIntact);
        Assert.Equal(2, (await reader.PageAsync(null, 50, default)).Count);
        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(2, await context.AuditEntries.CountAsync(one => one.Action == AuditActions.ReportIssued));
        await context.Reports.ExecuteUpdateAsync(set =>
            set.SetProperty(one => one.Content, one => one.Content.Replace("\"runs\":2", "\"runs\":9"))
        );
        Assert.False((await reader.FindAsync(first.Summary.Id, default))!.IsIntact);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task None_is_issued_while_its_days_or_those_before_are_being_counted(int day)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database);
        var admin = await app.Services.AddPersonAsync(Role.Admin);
        await using var context = await database.Factory.CreateDbContextAsync();
        await context.Checkpoints.ExecuteUpdateAsync(set =>
            set.SetProperty(row => row.RollupsFrom, Start.AddDays(day))
        );
        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            Get<ReportService>(app).IssueAsync(admin, Days, null, default)
        );
        Assert.Contains("still being counted", refused.Message, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Incidents_that_were_open_in_it_are_in_it(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await StartAsync(database);
        var end = Start.AddDays(3);
        await AddAsync(
            database,
            Incident("over before", Start.AddDays(-2), Start),
            Incident("begun before", Start.AddDays(-2), Start.AddHours(1)),
            Incident("open all the time", Start.AddDays(-2), null),
            Incident("within", Start.AddHours(2), Start.AddHours(3)),
            Incident("after", end, null)
        );
        await using (var context = await database.Factory.CreateDbContextAsync())
        {
            var within = await context.Incidents.SingleAsync(one => one.Title == "within");
            var message = new AlertMessage
            {
                MessageId = "1",
                Story = "{}",
                CreatedAt = within.DetectedAt,
            };
            message.Incidents.Add(new() { IncidentId = within.Id });
            message.Deliveries.Add(new() { Address = "a@example.org", State = DeliveryState.Failed });
            context.Add(message);
            await context.SaveChangesAsync();
        }
        var id = await Get<ReportService>(app)
            .IssueAsync(await app.Services.AddPersonAsync(Role.Admin), Days, null, default);
        var (facts, document) = (await Get<ReportReader>(app).FindAsync(id, default))!.Content;

        Assert.Equal(
            ["begun before", "open all the time", "within"],
            facts.Incidents.Select(one => one.Title).Order(StringComparer.Ordinal)
        );
        Assert.Equal((2, 0), (facts.EarlierIncidents, facts.MoreIncidents));
        var rows = document.Sections.Single(one => one.Heading == "Incidents").Rows;
        Assert.Equal(
            [true, true, false],
            rows.Select(row => row[0].Contains("before this time", StringComparison.Ordinal))
        );
        Assert.Equal(["–", "–", "not in"], rows.Select(row => row[6].Length > 6 ? row[6][..6] : row[6]));
        Assert.Contains(
            document.Sections[0].Rows,
            row => row[0] == "Incidents" && row[1] == "3, of which 2 had begun before"
        );
    }

    [Fact]
    public async Task More_incidents_than_are_listed_are_in_the_sums()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database);
        await AddAsync(
            database,
            [
                .. Enumerable
                    .Range(0, ReportFacts.MostRows + 3)
                    .Select(number => Incident($"{number}", Start.AddMinutes(number - 2), Start.AddDays(1))),
            ]
        );
        var id = await Get<ReportService>(app)
            .IssueAsync(await app.Services.AddPersonAsync(Role.Admin), Days, null, default);
        var (facts, document) = (await Get<ReportReader>(app).FindAsync(id, default))!.Content;

        Assert.Equal(
            (ReportFacts.MostRows, 3, 2),
            (facts.Incidents.Count, facts.MoreIncidents, facts.EarlierIncidents)
        );
        Assert.Equal("3", facts.Incidents[0].Title);
        var section = document.Sections.Single(one => one.Heading == "Incidents");
        Assert.StartsWith("3 older ones are left out", section.Paragraphs[0], StringComparison.Ordinal);
        Assert.Contains(document.Sections[0].Rows, row => row[1] == "1,003, of which 2 had begun before");
    }

    [Theory, DatabaseData]
    public async Task The_last_month_is_issued_once_and_mailed_to_who_wants_reports(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await StartAsync(database);
        var schedule = app
            .Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>()
            .OfType<ReportSchedule>()
            .Single();
        var calendar = Get<SiteCalendar>(app);
        var today = calendar.Date(TimeProvider.System.UtcNow().AddHours(-2));
        var month = ReportPeriod.MonthOf(new DateOnly(today.Year, today.Month, 1).AddDays(-1));
        await IngestAsync(app, Run("1", calendar.Start(month.First).AddHours(5)));

        await schedule.LookAsync(default);
        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(0, await context.Reports.CountAsync());
        context.Recipients.Add(
            new()
            {
                Email = "manager@example.org",
                Subscriptions = RecipientView.Write([new(SubscriptionScope.All, null, [AlertEvent.Report])]),
                CreatedAt = TimeProvider.System.UtcNow(),
            }
        );
        await context.SaveChangesAsync();
        await schedule.LookAsync(default);
        await schedule.LookAsync(default);

        var report = await context.Reports.SingleAsync(one => one.Kind == ReportKind.Month);
        Assert.Equal((month.Title, "DataSync"), (report.Title, report.IssuedBy));
        var message = await context
            .AlertMessages.Include(one => one.Deliveries)
            .SingleAsync(one => one.Kind == AlertMessageKind.Report && one.Story.Contains($"\"reportId\":{report.Id}"));
        Assert.Equal("manager@example.org", Assert.Single(message.Deliveries).Address);
    }

    [Fact]
    public async Task Days_that_are_not_over_have_no_report()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database);
        var admin = await app.Services.AddPersonAsync(Role.Admin);
        var today = Get<SiteCalendar>(app).Date(TimeProvider.System.UtcNow());

        Assert.Equal("to", await FieldAsync(today, today));
        Assert.Equal("from", await FieldAsync(today, today.AddDays(-3)));
        Assert.Equal("from", await FieldAsync(today.AddYears(-4), today.AddDays(-3)));
        Assert.Equal("from", await FieldAsync(DateOnly.MinValue, today));
        Assert.Equal("to", await FieldAsync(today, DateOnly.MaxValue));

        async Task<string?> FieldAsync(DateOnly first, DateOnly last) =>
            (
                await Assert.ThrowsAsync<RefusedException>(() =>
                    Get<ReportService>(app).IssueAsync(admin, ReportPeriod.Of(first, last), null, default)
                )
            ).Field;
    }

    [Theory]
    [InlineData("2026-02-01", "2026-02-28", "February 2026")]
    [InlineData("2026-04-01", "2026-06-30", "Quarter 2 of 2026")]
    [InlineData("2026-02-01", "2026-02-27", "1 Feb 2026 to 27 Feb 2026")]
    public void A_period_is_called_what_it_is(string first, string last, string title) =>
        Assert.Equal(
            title,
            ReportPeriod
                .Of(
                    DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture),
                    DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture)
                )
                .Title
        );

    private static Incident Incident(string title, DateTime from, DateTime? to) =>
        new()
        {
            CauseKey = title,
            Title = title,
            OpenedAt = from,
            DetectedAt = from,
            Told = Told.Recovered,
            ResolvedAt = to,
        };

    private static async Task AddAsync(TestDatabase database, params IEnumerable<Incident> incidents)
    {
        await using var context = await database.Factory.CreateDbContextAsync();
        context.AddRange(incidents);
        await context.SaveChangesAsync();
    }

    private static async Task<TestApp> StartAsync(TestDatabase database)
    {
        var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        await Get<RollupBuilder>(app).CompleteAsync(default);
        return app;
    }

    private static T Get<T>(TestApp app)
        where T : notnull => app.Services.GetRequiredService<T>();

    private static Task<IngestResult> IngestAsync(TestApp app, params N8nExecution[] runs) =>
        Get<ExecutionIngestor>(app).IngestAsync(runs, [], null, default);

    private static N8nExecution Run(string id, DateTime start, string status = "success") =>
        new(id, "w", status, status is "success", "trigger", null, null, start, start.AddSeconds(30), null);
}
