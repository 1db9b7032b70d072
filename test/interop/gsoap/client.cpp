// A client of what gSOAP's wsdl2h and soapcpp2 make of our WSDL. Arguments: address, SOAP version (1 or 2), "chunked" or "plain" bodies.
// Prints one JSON object.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include "soapH.h"
#include "TransactionV1_USCORE0Soap11.nsmap"

static struct soap *soap;
static const char *address;

static void must(int status, const char *what) {
  if (status == SOAP_OK) return;
  fprintf(stderr, "%s: ", what);
  soap_print_fault(soap, stderr);
  exit(1);
}

// What every request begins with.
template <class Request> static Request *withHead(Request *request, const char *password) {
  request->BuyersID = soap_new_udt__IdentifierType(soap);
  request->BuyersID->__item = "demo";
  request->Credential = soap_new_vct__CredentialType(soap);
  request->Credential->__union_CredentialType = SOAP_UNION__vct__union_CredentialType_Password;
  request->Credential->union_CredentialType.Password = soap_new_std__string(soap);
  *request->Credential->union_CredentialType.Password = password;
  return request;
}

static vct__TransactionRequestType *within(const std::string &transaction) {
  vct__TransactionRequestType *request = withHead(soap_new_vct__TransactionRequestType(soap), "bicycle");
  request->TransactionID = transaction;
  return request;
}

static _vco__OrderRequestLine *line(const char *item, const char *quantity, const char *unit) {
  _vco__OrderRequestLine *made = soap_new__vco__OrderRequestLine(soap);
  made->cac__SellersItemIdentification = soap_new_cac__ItemIdentificationType(soap);
  made->cac__SellersItemIdentification->ID = soap_new_udt__IdentifierType(soap);
  made->cac__SellersItemIdentification->ID->__item = item;
  made->cbc__Quantity = soap_new_cbc__QuantityType(soap);
  made->cbc__Quantity->__item = quantity;
  made->cbc__Quantity->quantityUnitCode = soap_new_std__string(soap);
  *made->cbc__Quantity->quantityUnitCode = unit;
  return made;
}

static int statusOf(vct__RequestType *request, _vct__GetStatusResponse &answer) {
  return soap_call___tns__GetStatus(soap, address, nullptr, request, answer);
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  address = argv[1];
  soap_mode mode = SOAP_XML_STRICT | SOAP_IO_KEEPALIVE | SOAP_C_UTFSTRING;
  if (strcmp(argv[3], "chunked") == 0) mode |= SOAP_IO_CHUNK;
  if (strcmp(argv[2], "1") == 0) {
    // The table names the envelope that is sent, and beside it the one that is read too.
    std::swap(namespaces[0].ns, namespaces[0].in);
    std::swap(namespaces[1].ns, namespaces[1].in);
  }
  soap = soap_new1(mode);

  _vcp__GetProfileResponse profile;
  must(soap_call___tns__GetProfile(soap, address, nullptr, withHead(soap_new_vct__RequestType(soap), "bicycle"), profile), "GetProfile");

  _vco__CreateOrderRequest *create = withHead(soap_new__vco__CreateOrderRequest(soap), "bicycle");
  create->OrderRequestLine.push_back(line("10010", "2", "EA"));
  create->OrderRequestLine.push_back(line("unheard-of", "1", "EA"));
  _vco__OrderResponse created;
  must(soap_call___tns__CreateOrder(soap, address, nullptr, create, created), "CreateOrder");
  const std::string id = created.TransactionID;

  _vco__UpdateOrderRequest *update = withHead(soap_new__vco__UpdateOrderRequest(soap), "bicycle");
  update->TransactionID = id;
  update->OrderRequestLine.push_back(line("30.40-L", "7.5", "MTR"));
  _vco__OrderResponse updated, viewed;
  must(soap_call___tns__UpdateOrder(soap, address, nullptr, update, updated), "UpdateOrder");
  must(soap_call___tns__ViewOrder(soap, address, nullptr, within(id), viewed), "ViewOrder");

  _vct__GetStatusResponse status, refused;
  must(statusOf(withHead(soap_new_vct__RequestType(soap), "bicycle"), status), "GetStatus");
  must(statusOf(withHead(soap_new_vct__RequestType(soap), "wrong"), refused), "GetStatus with a wrong password");

  _vco__FinalOrderResponse finished;
  must(soap_call___tns__FinishOrder(soap, address, nullptr, within(id), finished), "FinishOrder");
  vct__TransactionResponseType rolledBack;
  must(soap_call___tns__Rollback(soap, address, nullptr, within(id), rolledBack), "Rollback");

  _vco__CreateOrderRequest *wrong = withHead(soap_new__vco__CreateOrderRequest(soap), "bicycle");
  wrong->OrderRequestLine.push_back(line("10010", "many", "EA"));
  _vco__OrderResponse none;
  if (soap_call___tns__CreateOrder(soap, address, nullptr, wrong, none) == SOAP_OK) return 1;
  soap_set_fault(soap);
  const char *reason = soap_fault_string(soap);
  printf("{\"seller\":\"%s\",\"created\":[%d,%s,%d,%d],\"updated\":%d,\"viewed\":[\"%s\",\"%s\"],\"listed\":%d,\"refused\":%d,"
         "\"finished\":[%d,%s,%d],\"rolledBack\":[%d,%s],\"fault\":[\"%s\",%d]}\n",
         profile.SellerName->__item.c_str(), created.ResponseCode, created.StatusCode.c_str(), (int)created.OrderResponseLine.size(),
         (int)created.ItemUnknown.size(), (int)updated.OrderResponseLine.size(), viewed.OrderResponseLine[1]->cbc__Quantity->__item.c_str(),
         viewed.OrderResponseLine[1]->cac__UnitPrice->__item.c_str(), (int)status.TransactionStatus.size(), refused.ResponseCode,
         finished.ResponseCode, finished.StatusCode.c_str(), (int)finished.OrderHeader->OrderID.size() > 0, rolledBack.ResponseCode,
         rolledBack.StatusCode.c_str(), *soap_faultcode(soap), strstr(reason, "Quantity") != nullptr);
  soap_destroy(soap);
  soap_end(soap);
  soap_free(soap);
  return 0;
}
