using DataSync.Core.Persistence;

namespace DataSync.Core.Alerts;

/// <summary>Which messages told of which incidents, found from the one that is known: both tables grow for years.</summary>
internal static class ToldBy
{
    public static IQueryable<AlertMessage> Messages(DataSyncDbContext context, int incidentId) =>
        context
            .ToldIncidents.Where(told => told.IncidentId == incidentId)
            .Join(context.AlertMessages, told => told.AlertMessageId, message => message.Id, (_, message) => message);

    public static IQueryable<Incident> Incidents(DataSyncDbContext context, int messageId) =>
        context
            .ToldIncidents.Where(told => told.AlertMessageId == messageId)
            .Join(context.Incidents, told => told.IncidentId, incident => incident.Id, (_, incident) => incident);
}
