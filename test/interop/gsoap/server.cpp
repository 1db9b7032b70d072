// A server of what gSOAP's wsdl2h and soapcpp2 make of parcels.wsdl. It ends when nobody has called for a minute.
// Prints its port, then what it is to remember, a line each.
#include <arpa/inet.h>
#include <cstdio>
#include <cstdlib>
#include <string>
#include "soapH.h"
#include "Soap11.nsmap"

static int faultWithDetail(struct soap *soap) {
  _p__TooHeavy *heavy = soap_new__p__TooHeavy(soap);
  heavy->Limit = "30.0";
  soap_sender_fault(soap, "too heavy", nullptr);
  struct SOAP_ENV__Detail *detail = soap_new_SOAP_ENV__Detail(soap);
  detail->p__TooHeavy = heavy;
  if (soap->version == 2) soap->fault->SOAP_ENV__Detail = detail;
  else soap->fault->detail = detail;
  return SOAP_FAULT;
}

int __p__Send(struct soap *soap, _p__Send *request, _p__SendResponse &response) {
  if (atof(request->Weight.c_str()) > 30) return faultWithDetail(soap);
  if (request->To == "nobody") return soap_receiver_fault(soap, "größer als gedacht", nullptr);
  const std::string sender = soap->header != nullptr && soap->header->p__Sender != nullptr ? soap->header->p__Sender->Name : "nobody";
  soap->header = soap_new_SOAP_ENV__Header(soap);
  soap->header->p__Stamp = soap_new__p__Stamp(soap);
  soap->header->p__Stamp->Text = "from " + sender;
  response.Number = (int)request->Item.size();
  response.Item = request->Item;
  return SOAP_OK;
}

int __p__Remember(struct soap *soap, _p__Remember *request) {
  printf("%s\n", request->Text.c_str());
  fflush(stdout);
  return soap_send_empty_response(soap, SOAP_OK);
}

// The operations of the SOAP 1.2 binding.
int __p__Send_(struct soap *soap, _p__Send *request, _p__SendResponse &response) { return __p__Send(soap, request, response); }
int __p__Remember_(struct soap *soap, _p__Remember *request) { return __p__Remember(soap, request); }

int main() {
  struct soap *soap = soap_new1(SOAP_C_UTFSTRING | SOAP_XML_STRICT);
  soap->accept_timeout = 60;
  soap->send_timeout = soap->recv_timeout = 20;
  if (!soap_valid_socket(soap_bind(soap, "127.0.0.1", 0, 100))) return 1;
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  getsockname(soap->master, (struct sockaddr *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  while (soap_valid_socket(soap_accept(soap))) {
    soap_serve(soap);
    soap_destroy(soap);
    soap_end(soap);
  }
  return 0;
}
