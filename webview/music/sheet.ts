/** Sheet music: abcjs draws it, in the colours of the page. Loaded when the first tune is shown. */
import type { AbcVisualParams, TuneObject } from 'abcjs';
import renderAbc from 'abcjs/src/api/abc_tunebook_svg.js';
import Svg from 'abcjs/src/write/svg.js';
import { melodyOf, type Melody } from './melody';

// The page's policy lets no style in but those of its sheet. abcjs writes two of its own, neither needed here: how text is selected while a note is
// dragged, and a place out of sight where text is measured.
Svg.prototype.insertStyles = () => undefined;
Svg.prototype.createDummySvg = function createDummySvg() {
  if (this.dummySvg === undefined) {
    this.dummySvg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    this.dummySvg.classList.add('sheet-measure');
    document.body.append(this.dummySvg);
  }
  return this.dummySvg;
};

export interface Sheet {
  readonly melody: Melody;
  /** Marks the notes that are written at these places of the ABC text, and no others. @returns the first of them */
  mark(places: ReadonlySet<number>): Element | null;
}

/** Narrower than this, lines are broken anew. */
const NARROW = 560;
/** A line of music is legible from this width on; below, it is drawn so and scaled. */
const NARROWEST = 300;

/** Draws a tune into an empty element, as wide as that is. Bad ABC is drawn as far as it can be read. @throws Error where abcjs gives up */
export function drawSheet(place: HTMLElement, abc: string): Sheet {
  const width = Math.max(NARROWEST, Math.floor(place.clientWidth) - 30);
  const params: AbcVisualParams = {
    responsive: 'resize', staffwidth: width, add_classes: true, paddingtop: 4, paddingbottom: 8, paddingleft: 8, paddingright: 8, selectTypes: false,
    format: { titlefont: 'Arial 16 bold', infofont: 'Arial 12 italic', composerfont: 'Arial 12 italic', tempofont: 'Arial 12 bold', repeatfont: 'Arial 12' },
    ...(width < NARROW ? { wrap: { minSpacing: 1.5, maxSpacing: 2.6, preferredMeasuresPerLine: width < 400 ? 2 : 3 } } : {}),
  };
  const [tune] = renderAbc(place, abc, params);
  const notes = notesOf(tune);
  let marked: readonly Element[] = [];
  return {
    melody: melodyOf(tune),
    mark(places) {
      for (const element of marked) element.classList.remove('playing');
      marked = [...places].flatMap((start) => notes.get(start) ?? []);
      for (const element of marked) element.classList.add('playing');
      return marked.at(0) ?? null;
    },
  };
}

/** What is drawn for each note, by where it begins in the text. */
function notesOf(tune: TuneObject): Map<number, Element[]> {
  const notes = new Map<number, Element[]>();
  for (const line of tune.lines) {
    for (const staff of line.staff ?? []) {
      for (const element of (staff.voices ?? []).flat()) {
        const { el_type, startChar, abselem } = element as { el_type: string; startChar: number; abselem?: { elemset?: readonly Element[] } };
        if (el_type === 'note' && abselem?.elemset) notes.set(startChar, [...notes.get(startChar) ?? [], ...abselem.elemset]);
      }
    }
  }
  return notes;
}
