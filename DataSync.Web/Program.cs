using DataSync.Web.Verbs;

return await CommandLine.RunAsync(args);
