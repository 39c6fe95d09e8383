using Environs.Gateway.Pages;

namespace Environs.Gateway.Login;

/// <summary>Where anybody may say who they are.</summary>
internal static class DevelopmentPage
{
    public static Task WriteAsync(HttpContext context, string host, string challenge) => Answers.WritePageAsync(context, StatusCodes.Status200OK, "Who do you want to be?", $"""
        <p class="warning">This login is for development: it lets anybody in, under any name, without a password.</p>
        <form method="post" action="{LoginPaths.Development}">
        <input type="hidden" name="host" value="{Answers.Encode(host)}">
        <input type="hidden" name="challenge" value="{Answers.Encode(challenge)}">
        <label>Name, as Kubernetes knows it <input name="name" required maxlength="512" autofocus></label>
        <label>Organization, if any <input name="organization" maxlength="63"></label>
        <button>Log in</button>
        </form>
        """);
}
