/** Tunes for working on the sheet music: a good one, one with a wrong bar, one that cannot be read, and what a beginner writes. */
import type { Tune } from '../../src/protocol/music';

const jig = 'X:1\nT:The Ferryman\'s Umbrella\nR:jig\nM:6/8\nL:1/8\nK:D\n|:A|dfa afd|gbg fdA|Bdg fed|cAB cBA|\ndfa afd|gbg fdA|Bgf edc|d3 d2:|\n|:f|afd dfa|bgd gab|agf gfe|efd cBA|\nafd dfa|bgd gab|afd edc|d3 d2:|\n';
const waltz = 'X:1\nT:Low Tide in Saltby\nR:waltz\nM:3/4\nL:1/8\nK:Em\n|:B2|e4 g2|f2 e2 d2|B4 d2|e6|\ne4 g2|f2 e2 d2|B2 A2 F2|E4:|\n|:B2|g4 b2|a2 g2 f2|e4 f2|g6|\ng4 b2|a2 g2 f2|e2 ^d2 f2|e4:|\n';
const reel = 'X:1\nT:Counting the Weathercock\nR:reel\nM:4/4\nL:1/8\nK:G\n|:G2Bd g2dB|cBAG FGAc|BdGB cedc|BAGF E2D2|\nG2Bd g2dB|cBAG FGA|BdcA FDEF|G4 G4:|\n';

export const tunes: readonly Tune[] = [
  { abc: jig, title: 'The Ferryman\'s Umbrella', parses: true, complete: true, problem: null, bars: 18 },
  { abc: waltz, title: 'Low Tide in Saltby', parses: true, complete: true, problem: null, bars: 18 },
  { abc: reel, title: 'Counting the Weathercock', parses: true, complete: false, problem: 'bar 6 is too short: 7 of 8 eighths', bars: 8 },
  { abc: 'X:1\nT:Farewll to Kete\nR:rel\nM:4|4\nK:G\n|:GBdB $2e|dc\n', title: 'Farewll to Kete', parses: false, complete: false, problem: 'line 4: expected bottom number of meter, and 1 more', bars: 0 },
  { abc: 'X:1\nee |A:|| 2\n', title: '', parses: false, complete: false, problem: 'the field T: is missing', bars: 0 },
];

/** What "Compose Another" gives. */
export const composed = (seed: number): Tune[] => [{ ...tunes[seed % 2], title: `${tunes[seed % 2].title} No. ${seed}`, abc: tunes[seed % 2].abc.replace(/^(T:.*)$/m, `$1 No. ${seed}`) }];
