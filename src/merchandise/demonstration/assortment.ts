/**
 * What a wholesaler of bicycles sells: kinds of items, and what distinguishes those of one kind. All makers are invented.
 */

/** A kind of item. Its items are the combinations of its variants. */
export interface Kind {
  /** Begins its numbers. */
  readonly prefix: string;
  readonly group: string;
  readonly name: string;
  readonly unit: "EA" | "PR" | "PK" | "SET" | "MTR";
  /** What a pack holds. */
  readonly pack?: string;
  readonly makers: readonly string[];
  /** One of each list, in this order: the description. */
  readonly variants: readonly (readonly string[])[];
  /** The least and the highest retail price, in cents. */
  readonly retail: readonly [number, number];
  /** How many of a hundred items are of this kind. */
  readonly share: number;
}

const sizes = ["16", "20", "24", "26", "27.5", "28", "29"].map((size) => `${size} inch`);
const colours = ["black", "white", "silver", "grey", "red", "blue", "dark green", "orange", "matt black", "anthracite"];
const frames = ["XS", "S", "M", "L", "XL"].map((size) => `size ${size}`);
const gears = ["singlespeed", "3 gears", "7 gears", "8 gears", "9 gears", "11 gears", "12 gears"];
const rubber = ["Rolling Works", "Weser Rubber", "Nordgrip"];
const parts = ["Kettler & Sohn", "Alpin Components", "Drivetec", "Rondo"];
const light = ["Lumio", "Nachtlicht", "Brightway"];
const clothes = ["Pedalwear", "Fjordline", "Rondo"];

export const kinds: readonly Kind[] = [
  {
    prefix: "11",
    group: "bicycles",
    name: "City bicycle",
    unit: "EA",
    makers: ["Example Cycles", "Hansa Rad", "Velomar"],
    variants: [["26 inch", "28 inch"], gears, frames, ["low entry", "diamond frame", "trapeze frame"], colours],
    retail: [44_900, 159_900],
    share: 6,
  },
  {
    prefix: "12",
    group: "bicycles",
    name: "Trekking bicycle",
    unit: "EA",
    makers: ["Hansa Rad", "Velomar"],
    variants: [["28 inch"], ["24 gears", "27 gears", "30 gears", "11 gears"], frames, ["rim brakes", "disc brakes"], colours],
    retail: [69_900, 239_900],
    share: 4,
  },
  {
    prefix: "13",
    group: "bicycles",
    name: "E-bike",
    unit: "EA",
    makers: ["Velomar", "Stromrad"],
    variants: [["27.5 inch", "28 inch"], ["400 Wh", "500 Wh", "625 Wh", "750 Wh"], frames, ["mid motor", "hub motor"], colours],
    retail: [199_900, 599_900],
    share: 4,
  },
  {
    prefix: "14",
    group: "bicycles",
    name: "Children's bicycle",
    unit: "EA",
    makers: ["Example Cycles", "Kiebitz"],
    variants: [["12 inch", "14 inch", "16 inch", "18 inch", "20 inch", "24 inch"], ["with coaster brake", "with freewheel"], colours],
    retail: [17_900, 49_900],
    share: 2,
  },
  {
    prefix: "20",
    group: "tyres",
    name: "Tyre",
    unit: "EA",
    makers: rubber,
    variants: [
      sizes,
      ["x 1.35", "x 1.50", "x 1.75", "x 2.00", "x 2.25", "x 2.40"],
      ["wire", "folding"],
      ["black", "black, reflective", "black and brown", "white wall"],
      ["puncture protection 2", "puncture protection 4", "puncture protection 5"],
    ],
    retail: [1_490, 6_990],
    share: 13,
  },
  {
    prefix: "21",
    group: "tyres",
    name: "Inner tube",
    unit: "EA",
    makers: rubber,
    variants: [
      sizes,
      ["x 1.00-1.35", "x 1.50-2.10", "x 2.10-2.60"],
      ["Presta valve", "Schrader valve", "Dunlop valve"],
      ["40 mm", "60 mm"],
    ],
    retail: [490, 1_290],
    share: 5,
  },
  {
    prefix: "22",
    group: "wheels",
    name: "Spoke 2.0 x",
    unit: "PK",
    pack: "100",
    makers: ["Alpin Components", "Speichenwerk"],
    variants: [
      Array.from({ length: 60 }, (_, index) => `${178 + 2 * index} mm`),
      ["silver", "black"],
      ["plain", "butted"],
      ["with nipples", "without nipples"],
    ],
    retail: [2_990, 9_990],
    share: 6,
  },
  {
    prefix: "23",
    group: "wheels",
    name: "Wheel",
    unit: "EA",
    makers: ["Alpin Components", "Speichenwerk"],
    variants: [["front", "rear"], sizes, ["rim brake", "disc brake"], ["quick release", "thru axle", "nuts"], ["silver", "black"]],
    retail: [4_990, 24_990],
    share: 4,
  },
  {
    prefix: "30",
    group: "brakes",
    name: "Brake pads",
    unit: "PR",
    makers: parts,
    variants: [
      ["for rim brakes", "for disc brakes"],
      ["resin", "sintered", "for wet weather"],
      ["model A", "model B", "model C", "model D", "model E", "model F"],
      ["50 mm", "60 mm", "70 mm"],
    ],
    retail: [590, 3_290],
    share: 4,
  },
  {
    prefix: "31",
    group: "brakes",
    name: "Brake disc",
    unit: "EA",
    makers: parts,
    variants: [
      ["140 mm", "160 mm", "180 mm", "203 mm"],
      ["6 bolts", "centre lock"],
      ["steel", "steel and aluminium"],
      ["1.8 mm", "2.0 mm"],
    ],
    retail: [1_490, 7_990],
    share: 2,
  },
  {
    prefix: "32",
    group: "brakes",
    name: "Cable by the metre,",
    unit: "MTR",
    makers: parts,
    variants: [["brake inner", "brake outer", "gear inner", "gear outer"], ["steel", "stainless", "coated"], colours],
    retail: [90, 390],
    share: 2,
  },
  {
    prefix: "40",
    group: "drive",
    name: "Chain",
    unit: "EA",
    makers: parts,
    variants: [
      ["1", "3", "6/7/8", "9", "10", "11", "12"].map((count) => `for ${count} gears`),
      ["110 links", "114 links", "118 links", "126 links", "136 links"],
      ["silver", "black", "rust-proof", "for e-bikes"],
    ],
    retail: [990, 6_990],
    share: 4,
  },
  {
    prefix: "41",
    group: "drive",
    name: "Cassette",
    unit: "EA",
    makers: parts,
    variants: [
      ["7", "8", "9", "10", "11", "12"].map((count) => `${count} gears`),
      ["11-28", "11-32", "11-34", "11-42", "11-46", "10-51"],
      ["silver", "nickel", "black"],
    ],
    retail: [1_990, 18_990],
    share: 3,
  },
  {
    prefix: "42",
    group: "drive",
    name: "Pedals, pair,",
    unit: "PR",
    makers: parts,
    variants: [["city", "trekking", "platform", "clipless"], ["with reflectors", "without reflectors"], ["plastic", "aluminium"], colours],
    retail: [1_290, 12_990],
    share: 3,
  },
  {
    prefix: "50",
    group: "seats",
    name: "Saddle",
    unit: "EA",
    makers: ["Sattlerei Nord", "Rondo"],
    variants: [
      ["city", "trekking", "sport", "race"],
      ["for women", "for men", "unisex"],
      ["gel", "foam", "leather"],
      ["130 mm", "145 mm", "160 mm", "180 mm", "210 mm"],
      ["black", "brown"],
    ],
    retail: [1_990, 14_990],
    share: 5,
  },
  {
    prefix: "51",
    group: "seats",
    name: "Seat post",
    unit: "EA",
    makers: parts,
    variants: [
      Array.from({ length: 16 }, (_, index) => `${(25.4 + index * 0.4).toFixed(1)} mm`),
      ["rigid", "sprung"],
      ["300 mm", "350 mm", "400 mm"],
      ["silver", "black"],
    ],
    retail: [1_490, 11_990],
    share: 4,
  },
  {
    prefix: "60",
    group: "lights",
    name: "Front light",
    unit: "EA",
    makers: light,
    variants: [
      ["15 lux", "30 lux", "50 lux", "80 lux", "100 lux", "150 lux"],
      ["dynamo", "battery", "e-bike 6-12 V"],
      ["with sensor", "without sensor"],
      ["silver", "black"],
    ],
    retail: [1_290, 15_990],
    share: 4,
  },
  {
    prefix: "61",
    group: "lights",
    name: "Rear light",
    unit: "EA",
    makers: light,
    variants: [
      ["for carriers", "for mudguards", "for seat posts"],
      ["dynamo", "battery", "e-bike 6-12 V"],
      ["with brake light", "with stand light", "plain"],
      ["50 mm", "80 mm"],
    ],
    retail: [690, 5_990],
    share: 3,
  },
  {
    prefix: "70",
    group: "equipment",
    name: "Lock",
    unit: "EA",
    makers: ["Schlossfabrik Ost", "Securo"],
    variants: [
      ["folding", "chain", "cable", "frame", "U-shaped"],
      ["75 cm", "85 cm", "100 cm", "120 cm", "170 cm"],
      ["key", "code"],
      ["level 5", "level 9", "level 12", "level 15"],
    ],
    retail: [990, 14_990],
    share: 4,
  },
  {
    prefix: "71",
    group: "equipment",
    name: "Pannier",
    unit: "EA",
    makers: ["Packesel", "Fjordline"],
    variants: [
      ["single", "pair of"].map((count) => `${count} bags`),
      ["15 l", "20 l", "25 l", "40 l"],
      ["waterproof", "water-repellent"],
      colours,
    ],
    retail: [2_990, 17_990],
    share: 4,
  },
  {
    prefix: "72",
    group: "equipment",
    name: "Mudguards, set,",
    unit: "SET",
    makers: ["Packesel", "Kettler & Sohn"],
    variants: [sizes, ["45 mm", "53 mm", "60 mm", "65 mm"], ["plastic", "aluminium"], ["black", "silver"]],
    retail: [1_990, 5_990],
    share: 3,
  },
  {
    prefix: "80",
    group: "clothing",
    name: "Helmet",
    unit: "EA",
    makers: clothes,
    variants: [
      ["city", "trail", "race", "children's"],
      ["48-54 cm", "52-57 cm", "56-61 cm", "59-64 cm"],
      ["with light", "without light"],
      colours,
    ],
    retail: [2_990, 19_990],
    share: 6,
  },
  {
    prefix: "81",
    group: "clothing",
    name: "Gloves, pair,",
    unit: "PR",
    makers: clothes,
    variants: [
      ["short", "long", "winter"],
      ["XS", "S", "M", "L", "XL", "XXL"],
      ["with gel", "without gel"],
      ["black", "red", "yellow"],
    ],
    retail: [1_490, 6_990],
    share: 3,
  },
  {
    prefix: "90",
    group: "workshop",
    name: "Grease and oil,",
    unit: "EA",
    makers: ["Ölwerk", "Rondo"],
    variants: [
      ["chain oil", "bearing grease", "mounting paste", "cleaner", "degreaser", "brake fluid"],
      ["50 ml", "100 ml", "250 ml", "500 ml", "1000 ml"],
      ["dry", "wet", "all weather"],
    ],
    retail: [490, 3_990],
    share: 2,
  },
];

/** The groups of the classification, by id. */
export const groups: Readonly<Record<string, string>> = {
  bicycles: "Bicycles",
  tyres: "Tyres and tubes",
  wheels: "Wheels and spokes",
  brakes: "Brakes and cables",
  drive: "Drive",
  seats: "Saddles and seat posts",
  lights: "Lights",
  equipment: "Equipment",
  clothing: "Clothing",
  workshop: "Workshop",
};
