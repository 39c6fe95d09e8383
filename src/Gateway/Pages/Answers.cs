using System.Net.Mime;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.Net.Http.Headers;

namespace Environs.Gateway.Pages;

/// <summary>What the gateway itself answers: a page for a person with a browser, a line for a program.</summary>
internal static class Answers
{
    /// <summary>Whether a person looks at it.</summary>
    public static bool WantsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase)
        && request.Headers["Sec-Fetch-Mode"].ToString() is "" or "navigate"
        // What is shown in a frame is no place to log in.
        && request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document";

    /// <param name="context">Whose response it is.</param>
    /// <param name="status">The response's status.</param>
    /// <param name="title">Few words.</param>
    /// <param name="text">A sentence or two.</param>
    /// <param name="refresh">Whether the page looks again by itself.</param>
    public static Task WriteAsync(HttpContext context, int status, string title, string text, bool refresh = false) =>
        WantsPage(context.Request)
            ? WritePageAsync(context, status, title, $"<p>{Encode(text)}</p>", refresh ? "<meta http-equiv=\"refresh\" content=\"3\">" : "")
            : WriteLineAsync(context, status, $"{title}. {text}");

    /// <summary>Writes a page.</summary>
    /// <param name="context">Whose response it is.</param>
    /// <param name="status">The response's status.</param>
    /// <param name="title">Few words; encoded here.</param>
    /// <param name="body">HTML, encoded already.</param>
    /// <param name="head">More HTML for the head.</param>
    /// <param name="script">A script that the page may run, and no other.</param>
    public static Task WritePageAsync(HttpContext context, int status, string title, string body, string head = "", string? script = null)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var response = context.Response;
        Prepare(response, status, "text/html; charset=utf-8");
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";
        var running = script is null ? "" : $"<script nonce=\"{nonce}\">{script}</script>";
        return response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(title)}</title>
            {head}
            <style nonce="{nonce}">{Style}</style>
            </head>
            <body><main>
            <h1>{Encode(title)}</h1>
            {body}
            </main>{running}</body>
            </html>

            """, context.RequestAborted);
    }

    /// <summary>Writes a line.</summary>
    public static Task WriteLineAsync(HttpContext context, int status, string line)
    {
        Prepare(context.Response, status, "text/plain; charset=utf-8");
        return context.Response.WriteAsync($"{line}\n", context.RequestAborted);
    }

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static void Prepare(HttpResponse response, int status, string type)
    {
        response.StatusCode = status;
        response.ContentType = type;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        // With none at all browsers would not say whose page a form is of.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers.Remove(HeaderNames.ContentLength);
    }

    private const string Style = """
        :root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
        body{margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText}
        main{max-width:34rem;padding:2rem}
        h1{font-size:1.4rem;margin:0 0 .75rem}
        p{margin:.5rem 0}
        label{display:block;margin:.75rem 0}
        input{font:inherit;width:100%;box-sizing:border-box;padding:.4rem .5rem}
        button{font:inherit;padding:.45rem 1rem;margin-top:.5rem}
        .warning{border-left:.25rem solid #c60;padding-left:.75rem}
        .progress{height:.25rem;margin:1rem 0;overflow:hidden;background:#8884;border-radius:.25rem}
        .progress::after{content:"";display:block;height:100%;width:35%;background:#36c;animation:go 1.4s ease-in-out infinite}
        @keyframes go{from{transform:translateX(-100%)}to{transform:translateX(300%)}}
        """;
}
