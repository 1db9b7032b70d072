// gSOAP's plugin for WS-Security calls a server of parcels.wsdl. Arguments: address, the parcel's weight, then "text" or "digest" and a password, or "signed", the own key, its certificate and the server's.
// Prints the number that was answered, or the fault.
#include <cstdio>
#include <cstring>
#include <openssl/pem.h>
#include "wsseapi.h"
#include "Soap11.nsmap"

static EVP_PKEY *privateKey(const char *file) {
  FILE *in = fopen(file, "r");
  EVP_PKEY *key = PEM_read_PrivateKey(in, nullptr, nullptr, nullptr);
  fclose(in);
  return key;
}

static X509 *certificate(const char *file) {
  FILE *in = fopen(file, "r");
  X509 *read = PEM_read_X509(in, nullptr, nullptr, nullptr);
  fclose(in);
  return read;
}

int main(int argc, char **argv) {
  const bool isSigned = !strcmp(argv[3], "signed");
  struct soap *soap = soap_new1(SOAP_C_UTFSTRING | SOAP_XML_CANONICAL);
  soap->send_timeout = soap->recv_timeout = 20;
  soap_register_plugin(soap, soap_wsse);
  soap_wsse_add_Timestamp(soap, "Time", 60);
  if (!strcmp(argv[3], "text")) soap_wsse_add_UsernameTokenText(soap, nullptr, "anna", argv[4]);
  if (!strcmp(argv[3], "digest")) soap_wsse_add_UsernameTokenDigest(soap, nullptr, "anna", argv[4]);
  if (isSigned) {
    soap_wsse_add_BinarySecurityTokenPEM(soap, "Certificate", argv[5]);
    soap_wsse_add_KeyInfo_SecurityTokenReferenceX509(soap, "#Certificate");
    soap_wsse_sign_body(soap, SOAP_SMD_SIGN_RSA_SHA256, privateKey(argv[4]), 0);
    soap_wsse_verify_auto(soap, SOAP_SMD_VRFY_RSA_SHA256, X509_get_pubkey(certificate(argv[6])), 0);
  }
  _p__Send request;
  request.soap_default(soap);
  request.To = "Anna & Zoë";
  request.Weight = argv[2];
  _p__SendResponse response;
  if (soap_call___p__Send(soap, argv[1], nullptr, &request, response)) {
    soap_print_fault(soap, stdout);
    return 0;
  }
  if (isSigned && (soap_wsse_verify_body(soap) || soap_wsse_verify_Timestamp(soap))) {
    soap_print_fault(soap, stdout);
    return 0;
  }
  printf("Number %d\n", response.Number);
  return 0;
}
