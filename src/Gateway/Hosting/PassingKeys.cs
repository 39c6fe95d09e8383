using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Environs.Gateway.Hosting;

/// <summary>Keys that end with the process.</summary>
internal sealed class PassingKeys : IXmlRepository
{
    private readonly List<XElement> elements = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (elements) return [.. elements];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (elements) elements.Add(element);
    }
}
