// HttpClient with the credentials of whoever runs it: a POST and a GET on one connection; prints the status and the body of each answer.
// usage: negotiate-client URL
using System;
using System.Net.Http;
using System.Text;

using var handler = new SocketsHttpHandler { Credentials = System.Net.CredentialCache.DefaultNetworkCredentials };
using var client = new HttpClient(handler);
foreach (var method in new[] { HttpMethod.Post, HttpMethod.Get })
{
    var request = new HttpRequestMessage(method, args[0]);
    if (method == HttpMethod.Post) request.Content = new StringContent("a message", Encoding.UTF8, "text/plain");
    var answer = await client.SendAsync(request);
    Console.WriteLine($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
}
