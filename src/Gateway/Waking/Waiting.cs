using Environs.Gateway.Access;
using Environs.Gateway.Login;
using Environs.Gateway.Pages;
using Environs.Gateway.Routing;

namespace Environs.Gateway.Waking;

/// <summary>What somebody is told who may come in, while there is nothing to come in to.</summary>
internal sealed class Waiting(Waker waker)
{
    /// <summary>A path of ours on every environment's host: whether it can be reached, for the page that waits for it.</summary>
    public const string StatusPath = "/.environs/status";

    // Nothing changes by itself: a program need not come again soon.
    private const string LongPause = "300";

    private const string Title = "Your environment is starting";

    public async Task AnswerAsync(HttpContext context, RoutedEnvironment environment, Upstream upstream, Caller caller)
    {
        switch (upstream.Availability)
        {
            // A crawler would keep it awake for ever.
            case Availability.Idle when caller.Name is null:
                await SleepingAsync(context);
                break;
            case Availability.Idle:
                await waker.WakeAsync(environment, context.RequestAborted);
                await StartingAsync(context, "It was stopped because nobody worked in it, and is being started again.");
                break;
            case Availability.Starting:
                await StartingAsync(context, upstream.Message);
                break;
            default:
                await UnavailableAsync(context, "This environment is stopped", $"{upstream.Message} It starts when somebody who may do so asks for it.");
                break;
        }
    }

    /// <summary>Answers the page that waits.</summary>
    public static Task StatusAsync(HttpContext context, Upstream upstream)
    {
        var isWaiting = upstream.Availability is Availability.Starting or Availability.Idle;
        context.Response.Headers["X-Environs-State"] = isWaiting ? "waiting" : "settled";
        return Answers.WriteLineAsync(context, StatusCodes.Status200OK, isWaiting ? upstream.Message : "");
    }

    private static Task StartingAsync(HttpContext context, string message)
    {
        context.Response.Headers.RetryAfter = "5";
        return Answers.WantsPage(context.Request)
            ? Answers.WritePageAsync(
                context, StatusCodes.Status503ServiceUnavailable, Title,
                $"<p>This page shows it as soon as it is there.</p><div class=\"progress\"></div><p id=\"message\" role=\"status\">{Answers.Encode(message)}</p>",
                "<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>", Script)
            : Answers.WriteLineAsync(context, StatusCodes.Status503ServiceUnavailable, $"{Title}. {message}");
    }

    private static Task SleepingAsync(HttpContext context)
    {
        const string title = "This environment sleeps", text = "It was stopped because nobody worked in it. Whoever logs in wakes it.";
        context.Response.Headers.RetryAfter = LongPause;
        return Answers.WantsPage(context.Request)
            ? Answers.WritePageAsync(context, StatusCodes.Status503ServiceUnavailable, title, $"<p>{text}</p><p><a href=\"{Arrival.LoginPath}\">Log in</a></p>")
            : Answers.WriteLineAsync(context, StatusCodes.Status503ServiceUnavailable, $"{title}. {text}");
    }

    private static Task UnavailableAsync(HttpContext context, string title, string text)
    {
        context.Response.Headers.RetryAfter = LongPause;
        return Answers.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, title, text);
    }

    private const string Script = $$"""
        async function look() {
          try {
            const answer = await fetch("{{StatusPath}}", {cache: "no-store"});
            if (!answer.ok || answer.headers.get("X-Environs-State") !== "waiting") return location.reload();
            const text = await answer.text();
            if (text.trim()) document.getElementById("message").textContent = text;
          } catch {}
          setTimeout(look, 1000);
        }
        setTimeout(look, 1000);
        """;
}
