/**
 * Where the people and companies of samples live: what belongs together, so that no Dutch address has a French postcode.
 *
 * Codes are those of ISO 3166, ISO 4217 and ISO 639; numbers have valid check digits and belong to nobody (RFC 2606, numbers kept for fiction).
 */

/** One place with everything that samples say of it. */
export interface Place {
  readonly country: string;
  readonly country3: string;
  readonly countryNumber: string;
  readonly countryName: string;
  readonly region: string;
  readonly regionCode: string;
  readonly city: string;
  readonly postcode: string;
  readonly street: string;
  readonly house: string;
  readonly currency: string;
  readonly currencyNumber: string;
  readonly language: string;
  readonly language3: string;
  readonly phone: string;
  readonly iban: string;
  /** ISO 9362: the branch code "XXX" is that of a bank's head office. */
  readonly bic: string;
  readonly bank: string;
  readonly taxId: string;
  readonly company: string;
  readonly givenName: string;
  readonly familyName: string;
}

const places: readonly [Place, ...Place[]] = [
  {
    country: "DE",
    country3: "DEU",
    countryNumber: "276",
    countryName: "Germany",
    region: "Hamburg",
    regionCode: "DE-HH",
    city: "Hamburg",
    postcode: "20095",
    street: "Lange Reihe",
    house: "12",
    currency: "EUR",
    currencyNumber: "978",
    language: "de",
    language3: "deu",
    phone: "+49 40 66969123",
    iban: "DE89370400440532013000",
    bic: "COBADEFFXXX",
    bank: "Hafenbank",
    taxId: "DE136695976",
    company: "Alster Handel GmbH",
    givenName: "Anna",
    familyName: "Petersen",
  },
  {
    country: "GB",
    country3: "GBR",
    countryNumber: "826",
    countryName: "United Kingdom",
    region: "Bristol",
    regionCode: "GB-BST",
    city: "Bristol",
    postcode: "BS1 4DJ",
    street: "Harbour Road",
    house: "7",
    currency: "GBP",
    currencyNumber: "826",
    language: "en",
    language3: "eng",
    phone: "+44 117 496 0123",
    iban: "GB29NWBK60161331926819",
    bic: "NWBKGB2LXXX",
    bank: "Avon Bank",
    taxId: "GB999999973",
    company: "Avon Trading Ltd",
    givenName: "Emma",
    familyName: "Clarke",
  },
  {
    country: "NL",
    country3: "NLD",
    countryNumber: "528",
    countryName: "Netherlands",
    region: "Utrecht",
    regionCode: "NL-UT",
    city: "Utrecht",
    postcode: "3511 AB",
    street: "Oudegracht",
    house: "45",
    currency: "EUR",
    currencyNumber: "978",
    language: "nl",
    language3: "nld",
    phone: "+31 30 555 0123",
    iban: "NL91ABNA0417164300",
    bic: "ABNANL2AXXX",
    bank: "Domstad Bank",
    taxId: "NL123456782B90",
    company: "Domstad Groothandel BV",
    givenName: "Sanne",
    familyName: "de Vries",
  },
  {
    country: "FR",
    country3: "FRA",
    countryNumber: "250",
    countryName: "France",
    region: "Nantes",
    regionCode: "FR-44",
    city: "Nantes",
    postcode: "44000",
    street: "Rue Crébillon",
    house: "8",
    currency: "EUR",
    currencyNumber: "978",
    language: "fr",
    language3: "fra",
    phone: "+33 2 61 91 01 23",
    iban: "FR1420041010050500013M02606",
    bic: "PSSTFRPPXXX",
    bank: "Banque de la Loire",
    taxId: "FR83404833048",
    company: "Loire Distribution SARL",
    givenName: "Claire",
    familyName: "Moreau",
  },
];

/** The place of all samples with a seed. */
export function placeFor(seed: number): Place {
  return places[(Math.abs(seed) + places.length - 1) % places.length] ?? places[0];
}
