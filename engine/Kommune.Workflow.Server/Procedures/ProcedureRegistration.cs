namespace Kommune.Workflow.Server.Procedures;

internal static class ProcedureRegistration
{
    public static void AddProcedures(this IServiceCollection services)
    {
        services.AddScoped<ProcedureAccess>();
        services.AddScoped<ProcessOwnership>();
        services.AddScoped<ProcedureRecord>();
        services.AddScoped<ProcedureVersions>();
        services.AddScoped<ProcedureReading>();
        services.AddScoped<ProcedureCreation>();
        services.AddScoped<Drafts>();
        services.AddScoped<DraftReading>();
        services.AddScoped<ProcedurePublishing>();
        services.AddScoped<PublicationApprovals>();
        services.AddScoped<ForeignParts>();
        services.AddScoped<ReferenceFindings>();
        services.AddScoped<ProcedureFindings>();
    }
}
