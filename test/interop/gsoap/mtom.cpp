// A client and a server of what gSOAP's wsdl2h and soapcpp2 make of photo.wsdl, with MTOM. With an address: calls it, and prints a line an answer.
// Without: serves, prints its port, and ends when nobody has called for a minute.
#include <arpa/inet.h>
#include <cstdio>
#include <cstring>
#include <string>
#include "soapH.h"
#include "PhotoBinding.nsmap"

static unsigned char octetAt(int at) { return (unsigned char)(at * 31); }

// What has a type is written in a part of its own.
int __p__keep(struct soap *soap, p__Photo *request, p__Photo &response) {
  response = *request;
  response.data.id = nullptr;
  response.data.type = soap_strdup(soap, request->data.type != nullptr ? request->data.type : "application/octet-stream");
  return SOAP_OK;
}

int __p__refer(struct soap *soap, p__Slip *request, p__Slip &response) {
  response = *request;
  return SOAP_OK;
}

// It takes no attachments that a contract declares: those are for its own functions.
int __p__add(struct soap *, std::string, struct __p__addResponse &) { return SOAP_NO_METHOD; }

static int call(struct soap *soap, const char *address) {
  for (int size : {0, 5, 10, 1000000}) {
    p__Photo *photo = soap_new_p__Photo(soap);
    photo->name = "photo of " + std::to_string(size);
    photo->data.__ptr = (unsigned char *)soap_malloc(soap, size + 1);
    photo->data.__size = size;
    for (int at = 0; at < size; at++) photo->data.__ptr[at] = octetAt(at);
    photo->data.type = soap_strdup(soap, "image/png");
    p__Photo kept;
    if (soap_call___p__keep(soap, address, nullptr, photo, kept) != SOAP_OK) {
      soap_print_fault(soap, stderr);
      return 1;
    }
    const bool same = kept.data.__size == size && memcmp(kept.data.__ptr, photo->data.__ptr, size) == 0;
    printf("%s %s %s\n", kept.name.c_str(), same ? "true" : "false", kept.data.type != nullptr ? kept.data.type : "none");
  }
  return 0;
}

static int serve(struct soap *soap) {
  soap->accept_timeout = 60;
  if (!soap_valid_socket(soap_bind(soap, "127.0.0.1", 0, 100))) return 1;
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  getsockname(soap->master, (struct sockaddr *)&address, &length);
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);
  while (soap_valid_socket(soap_accept(soap))) {
    soap_serve(soap);
    soap_destroy(soap);
    soap_end(soap);
  }
  return 0;
}

int main(int count, char **arguments) {
  struct soap *soap = soap_new1(SOAP_ENC_MTOM | SOAP_C_UTFSTRING);
  soap->send_timeout = soap->recv_timeout = 20;
  return count > 1 ? call(soap, arguments[1]) : serve(soap);
}
