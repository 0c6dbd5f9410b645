using Kommune.Workflow.Server.Problems;
using Microsoft.AspNetCore.Identity;

namespace Kommune.Workflow.Server.Administration;

/// <summary>What ASP.NET Core Identity refuses, as errors of form fields.</summary>
internal static class AccountErrors
{
    public static ProblemException Of(IdentityResult result, string passwordField = "password") => Problem.Unprocessable(result.Errors
        .GroupBy(error => FieldOf(error.Code, passwordField), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Select(error => error.Description).ToArray(), StringComparer.Ordinal));

    private static string FieldOf(string code, string passwordField) => code switch
    {
        "PasswordMismatch" => "current",
        _ when code.StartsWith("Password", StringComparison.Ordinal) => passwordField,
        _ => "userName",
    };
}
