/**
 * Unicode blocks for \p{IsX}: name -> range. XSD 1.0 Part 2 Appendix F.1.1 (block escapes); Unicode 17 Blocks.txt
 *
 * JavaScript has no property for blocks, hence this table. Names are those of Unicode without spaces, plus the names of Unicode 3.1, listed in
 * XSD 1.0, that have changed since. Where the recommendation lists other ends than later versions of Unicode, the recommendation applies:
 * U+FEFF is one of the Specials, and no block of XSD's list ends with code points that were not assigned.
 */
import type { CharacterRanges } from "../../xml/character-ranges.js";

/**
 * Each block with its number of rows of 16 code points, in hexadecimal: it begins where the one before ends, or at the row before "+". Those that do
 * not consist of rows have their ranges. Written so, the table is half as large in the bundles of everybody who uses patterns.
 */
const table = `
BasicLatin:8 Latin-1Supplement:8 LatinExtended-A:8 LatinExtended-B:d IPAExtensions:6 SpacingModifierLetters:5
CombiningDiacriticalMarks:7 GreekandCoptic:9 Cyrillic:10 CyrillicSupplement:3 Armenian:6 Hebrew:7 Arabic:10 Syriac:5
ArabicSupplement:3 Thaana:4 NKo:4 Samaritan:4 Mandaic:2 SyriacSupplement:1 ArabicExtended-B:3 ArabicExtended-A:6 Devanagari:8
Bengali:8 Gurmukhi:8 Gujarati:8 Oriya:8 Tamil:8 Telugu:8 Kannada:8 Malayalam:8 Sinhala:8 Thai:8 Lao:8 Tibetan:10 Myanmar:a
Georgian:6 HangulJamo:10 Ethiopic:18 EthiopicSupplement:2 Cherokee:6 UnifiedCanadianAboriginalSyllabics:28 Ogham:2 Runic:6
Tagalog:2 Hanunoo:2 Buhid:2 Tagbanwa:2 Khmer:8 Mongolian:b UnifiedCanadianAboriginalSyllabicsExtended:5 Limbu:5 TaiLe:3
NewTaiLue:6 KhmerSymbols:2 Buginese:2 TaiTham:9 CombiningDiacriticalMarksExtended:5 Balinese:8 Sundanese:4 Batak:4 Lepcha:5
OlChiki:3 CyrillicExtended-C:1 GeorgianExtended:3 SundaneseSupplement:1 VedicExtensions:3 PhoneticExtensions:8
PhoneticExtensionsSupplement:4 CombiningDiacriticalMarksSupplement:4 LatinExtendedAdditional:10 GreekExtended:10
GeneralPunctuation:7 SuperscriptsandSubscripts:3 CurrencySymbols:3 CombiningDiacriticalMarksforSymbols:3 LetterlikeSymbols:5
NumberForms:4 Arrows:7 MathematicalOperators:10 MiscellaneousTechnical:10 ControlPictures:4 OpticalCharacterRecognition:2
EnclosedAlphanumerics:a BoxDrawing:8 BlockElements:2 GeometricShapes:6 MiscellaneousSymbols:10 Dingbats:c
MiscellaneousMathematicalSymbols-A:3 SupplementalArrows-A:1 BraillePatterns:10 SupplementalArrows-B:8
MiscellaneousMathematicalSymbols-B:8 SupplementalMathematicalOperators:10 MiscellaneousSymbolsandArrows:10 Glagolitic:6
LatinExtended-C:2 Coptic:8 GeorgianSupplement:3 Tifinagh:5 EthiopicExtended:6 CyrillicExtended-A:2 SupplementalPunctuation:8
CJKRadicalsSupplement:8 KangxiRadicals:e IdeographicDescriptionCharacters:2ff+1 CJKSymbolsandPunctuation:4 Hiragana:6 Katakana:6
Bopomofo:3 HangulCompatibilityJamo:6 Kanbun:1 BopomofoExtended:2 CJKStrokes:3 KatakanaPhoneticExtensions:1
EnclosedCJKLettersandMonths:10 CJKCompatibility:10 CJKUnifiedIdeographsExtensionA:3400-4db5 YijingHexagramSymbols:4dc+4
CJKUnifiedIdeographs:520 YiSyllables:49 YiRadicals:4 Lisu:3 Vai:14 CyrillicExtended-B:6 Bamum:6 ModifierToneLetters:2
LatinExtended-D:e SylotiNagri:3 CommonIndicNumberForms:1 Phags-pa:4 Saurashtra:6 DevanagariExtended:2 KayahLi:3 Rejang:3
HangulJamoExtended-A:2 Javanese:6 MyanmarExtended-B:2 Cham:6 MyanmarExtended-A:2 TaiViet:6 MeeteiMayekExtensions:2
EthiopicExtended-A:3 LatinExtended-E:4 CherokeeSupplement:5 MeeteiMayek:4 HangulSyllables:ac00-d7a3 HangulJamoExtended-B:d7b+5
HighSurrogates:38 HighPrivateUseSurrogates:8 LowSurrogates:40 PrivateUseArea:190 PrivateUse:e000-f8ff,f0000-ffffd,100000-10fffd
CJKCompatibilityIdeographs:20 AlphabeticPresentationForms:5 ArabicPresentationForms-A:2b VariationSelectors:1 VerticalForms:1
CombiningHalfMarks:1 CJKCompatibilityForms:2 SmallFormVariants:2 ArabicPresentationForms-B:fe70-fefe
HalfwidthandFullwidthForms:ff0+f Specials:feff-feff,fff0-fffd LinearBSyllabary:1000+8 LinearBIdeograms:8 AegeanNumbers:4
AncientGreekNumbers:5 AncientSymbols:4 PhaistosDisc:3 Lycian:1028+2 Carian:4 CopticEpactNumbers:2 OldItalic:3 Gothic:2 OldPermic:3
Ugaritic:2 OldPersian:4 Deseret:1040+5 Shavian:3 Osmanya:3 Osage:5 Elbasan:3 CaucasianAlbanian:4 Vithkuqi:5 Todhri:4 LinearA:18
LatinExtended-F:4 CypriotSyllabary:1080+4 ImperialAramaic:2 Palmyrene:2 Nabataean:3 Hatran:108e+2 Phoenician:2 Lydian:2 Sidetic:2
MeroiticHieroglyphs:1098+2 MeroiticCursive:6 Kharoshthi:6 OldSouthArabian:2 OldNorthArabian:2 Manichaean:10ac+4 Avestan:4
InscriptionalParthian:2 InscriptionalPahlavi:2 PsalterPahlavi:3 OldTurkic:10c0+5 OldHungarian:10c8+8 HanifiRohingya:4 Garay:5
RumiNumeralSymbols:10e6+2 Yezidi:4 ArabicExtended-C:4 OldSogdian:3 Sogdian:4 OldUyghur:4 Chorasmian:3 Elymaic:2 Brahmi:8 Kaithi:5
SoraSompeng:3 Chakma:5 Mahajani:3 Sharada:6 SinhalaArchaicNumbers:2 Khojki:5 Multani:1128+3 Khudawadi:5 Grantha:8 Tulu-Tigalari:8
Newa:8 Tirhuta:6 Siddham:1158+8 Modi:6 MongolianSupplement:2 Takri:5 MyanmarExtended-C:3 Ahom:5 Dogra:1180+5 WarangCiti:118a+6
DivesAkuru:6 Nandinagari:119a+6 ZanabazarSquare:5 Soyombo:6 UnifiedCanadianAboriginalSyllabicsExtended-A:1 PauCinHau:4
DevanagariExtended-A:6 SharadaSupplement:2 Sunuwar:11bc+4 Bhaiksuki:7 Marchen:5 MasaramGondi:11d0+6 GunjalaGondi:5 TolongSiki:4
Makasar:11ee+2 Kawi:6 LisuSupplement:11fb+1 TamilSupplement:4 Cuneiform:40 CuneiformNumbersandPunctuation:8
EarlyDynasticCuneiform:d Cypro-Minoan:12f9+7 EgyptianHieroglyphs:43 EgyptianHieroglyphFormatControls:3
EgyptianHieroglyphsExtended-A:fa AnatolianHieroglyphs:28 GurungKhema:1610+4 BamumSupplement:1680+24 Mro:3 Tangsa:6 BassaVah:3
PahawhHmong:9 KiratRai:16d4+4 Medefaidrin:16e4+6 BeriaErfe:4 Miao:16f0+a IdeographicSymbolsandPunctuation:16fe+2 Tangut:180
TangutComponents:30 KhitanSmallScript:20 TangutSupplement:8 TangutComponentsSupplement:8 KanaExtended-B:1aff+1 KanaSupplement:10
KanaExtended-A:3 SmallKanaExtension:4 Nushu:19 Duployan:1bc0+a ShorthandFormatControls:1
SymbolsforLegacyComputingSupplement:1cc0+2c MiscellaneousSymbolsSupplement:4 ZnamennyMusicalNotation:d
ByzantineMusicalSymbols:1d00+10 MusicalSymbols:10 AncientGreekMusicalNotation:5 KaktovikNumerals:1d2c+2 MayanNumerals:2
TaiXuanJingSymbols:6 CountingRodNumerals:2 MathematicalAlphanumericSymbols:1d40+40 SuttonSignWriting:2b LatinExtended-G:1df0+10
GlagoliticSupplement:3 CyrillicExtended-D:6 NyiakengPuachueHmong:1e10+5 Toto:1e29+3 Wancho:4 NagMundari:1e4d+3 OlOnal:1e5d+3
TaiYo:1e6c+4 EthiopicExtended-B:1e7e+2 MendeKikakui:e Adlam:1e90+6 IndicSiyaqNumbers:1ec7+5 OttomanSiyaqNumbers:1ed0+5
ArabicMathematicalAlphabeticSymbols:1ee0+10 MahjongTiles:1f00+3 DominoTiles:7 PlayingCards:6 EnclosedAlphanumericSupplement:10
EnclosedIdeographicSupplement:10 MiscellaneousSymbolsandPictographs:30 Emoticons:5 OrnamentalDingbats:3 TransportandMapSymbols:8
AlchemicalSymbols:8 GeometricShapesExtended:8 SupplementalArrows-C:10 SupplementalSymbolsandPictographs:10 ChessSymbols:7
SymbolsandPictographsExtended-A:9 SymbolsforLegacyComputing:10 CJKUnifiedIdeographsExtensionB:20000-2a6d6
CJKUnifiedIdeographsExtensionC:2a70+104 CJKUnifiedIdeographsExtensionD:e CJKUnifiedIdeographsExtensionE:169
CJKUnifiedIdeographsExtensionF:1d4 CJKUnifiedIdeographsExtensionI:27 CJKCompatibilityIdeographsSupplement:2f80+22
CJKUnifiedIdeographsExtensionG:3000+135 CJKUnifiedIdeographsExtensionH:106 CJKUnifiedIdeographsExtensionJ:10d Tags:e000+8
VariationSelectorsSupplement:e010+f SupplementaryPrivateUseArea-A:f000+1000 SupplementaryPrivateUseArea-B:1000
`;

/** Names of Unicode 3.1 that later versions changed. */
const formerNames: Readonly<Record<string, string>> = {
  Greek: "GreekandCoptic",
  CombiningMarksforSymbols: "CombiningDiacriticalMarksforSymbols",
  CyrillicSupplementary: "CyrillicSupplement",
};

let blocks: ReadonlyMap<string, CharacterRanges> | undefined;

function readTable(): ReadonlyMap<string, CharacterRanges> {
  const read = new Map<string, CharacterRanges>();
  let next = 0;
  for (const entry of table.trim().split(/\s+/)) {
    const [name = "", place = ""] = entry.split(":");
    if (place.includes("-")) {
      read.set(name, place.split(/[-,]/).map(hexadecimal));
      continue;
    }
    const [rows = 0, start = next] = place.split("+").map(hexadecimal).reverse();
    next = start + rows;
    read.set(name, [16 * start, 16 * next - 1]);
  }
  return read;
}

function hexadecimal(digits: string): number {
  return Number.parseInt(digits, 16);
}

/** The block with a name; `undefined` for an unknown name, which is an error in XSD 1.0. */
export function findBlock(name: string): CharacterRanges | undefined {
  blocks ??= readTable();
  const former = Object.hasOwn(formerNames, name) ? formerNames[name] : undefined;
  return blocks.get(former ?? name);
}
