// A server of parcels.wsdl with gSOAP's plugin for WS-Security, for SOAP 1.1 and 1.2. Arguments: "password" and the password of "anna"; or "signed", its own key, its certificate
// and that of its caller. It ends when nobody has called for a minute. Prints its port.
#include <arpa/inet.h>
#include <cstdio>
#include <cstring>
#include <openssl/pem.h>
#include "wsseapi.h"
#include "Soap11.nsmap"

static const char *password = nullptr;
static EVP_PKEY *own = nullptr;
static const char *ownCertificate = nullptr;
static EVP_PKEY *callers = nullptr;

static FILE *opened(const char *file) { return fopen(file, "r"); }

// soap_wsse_verify_body looks for the namespace of SOAP 1.1, but in a server of both versions the parsed message has that of 1.2.
static int verifyBody(struct soap *soap) {
  if (soap_wsse_verify_element(soap, soap->local_namespaces->ns, "Body") == 1) return SOAP_OK;
  return soap_wsse_sender_fault(soap, "Message body not signed", nullptr);
}

static int check(struct soap *soap) {
  if (soap_wsse_verify_Timestamp(soap)) return soap->error;
  if (own != nullptr) return verifyBody(soap);
  const char *user = soap_wsse_get_Username(soap);
  if (user == nullptr) return soap->error;
  if (strcmp(user, "anna")) return soap_wsse_fault(soap, wsse__FailedAuthentication, nullptr);
  return soap_wsse_verify_Password(soap, password);
}

int __p__Send(struct soap *soap, _p__Send *request, _p__SendResponse &response) {
  const int problem = check(soap);
  soap_wsse_delete_Security(soap);
  if (soap->header != nullptr) soap->header->p__Sender = nullptr;
  soap_wsse_add_Timestamp(soap, "Time", 60);
  if (problem) return problem;
  response.Number = (int)request->To.size();
  if (own == nullptr) return SOAP_OK;
  soap_wsse_add_BinarySecurityTokenPEM(soap, "Certificate", ownCertificate);
  soap_wsse_add_KeyInfo_SecurityTokenReferenceX509(soap, "#Certificate");
  return soap_wsse_sign_body(soap, SOAP_SMD_SIGN_RSA_SHA256, own, 0);
}

int __p__Remember(struct soap *soap, _p__Remember *) { return soap_send_empty_response(soap, SOAP_OK); }

// The operations of the SOAP 1.2 binding.
int __p__Send_(struct soap *soap, _p__Send *request, _p__SendResponse &response) { return __p__Send(soap, request, response); }
int __p__Remember_(struct soap *soap, _p__Remember *request) { return __p__Remember(soap, request); }

int main(int, char **argv) {
  if (!strcmp(argv[1], "signed")) {
    own = PEM_read_PrivateKey(opened(argv[2]), nullptr, nullptr, nullptr);
    ownCertificate = argv[3];
    callers = X509_get_pubkey(PEM_read_X509(opened(argv[4]), nullptr, nullptr, nullptr));
  } else {
    password = argv[2];
  }
  struct soap *soap = soap_new1(SOAP_C_UTFSTRING | SOAP_XML_CANONICAL);
  soap_register_plugin(soap, soap_wsse);
  soap->accept_timeout = 60;
  soap->send_timeout = soap->recv_timeout = 20;
  if (!soap_valid_socket(soap_bind(soap, "127.0.0.1", 0, 100))) return 1;
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  getsockname(soap->master, (struct sockaddr *)&address, &length);
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);
  while (soap_valid_socket(soap_accept(soap))) {
    if (callers != nullptr) soap_wsse_verify_auto(soap, SOAP_SMD_VRFY_RSA_SHA256, callers, 0);
    soap_serve(soap);
    soap_destroy(soap);
    soap_end(soap);
  }
  return 0;
}
