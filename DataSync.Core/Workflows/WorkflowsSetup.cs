using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Workflows;

public static class WorkflowsSetup
{
    public static IServiceCollection AddWorkflows(this IServiceCollection services)
    {
        services.AddOptions<ClassificationOptions>().BindConfiguration(ClassificationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClassificationOptions>, ClassificationOptionsValidator>();
        return services.AddSingleton<WorkflowService>().AddSingleton<WorkflowEditor>();
    }
}
