using DataSync.Web;

await using var app = await DataSyncApp.CreateAsync(args);
await app.RunAsync();
