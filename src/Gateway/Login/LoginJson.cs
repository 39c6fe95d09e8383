using System.Text.Json.Serialization;

namespace Environs.Gateway.Login;

/// <summary>How what the login seals is written as JSON.</summary>
[JsonSerializable(typeof(LoggedIn))]
[JsonSerializable(typeof(HandoverCode))]
[JsonSerializable(typeof(BegunLogin))]
internal sealed partial class LoginJson : JsonSerializerContext;
