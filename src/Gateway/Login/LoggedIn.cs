using Environs.Gateway.Access;

namespace Environs.Gateway.Login;

/// <summary>A login: who, until when, and by which name it can be ended.</summary>
internal sealed record LoggedIn(Person Person, string Session, DateTimeOffset Expires)
{
    /// <summary>The person as one who sends requests.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Caller Caller => new() { Name = Person.Name, Organizations = Person.Organizations, Expires = Expires, Session = Session };
}
