/** How long the bars of a parsed tune are, against its meter. */
import type { TuneObject } from 'abcjs';

/** A bar with at least one note or rest in it. Lengths are shares of a whole note. */
export interface Bar {
  readonly length: number;
  /** By the meter that holds there; null where the meter is free. */
  readonly full: number | null;
  /** It begins or ends a section: the tune, a repeat, an ending, a double bar. */
  readonly atEdge: boolean;
}

/** What is read of an element of a voice. abcjs declares these as a wide union; every field may be absent. */
interface Element {
  readonly el_type: string;
  readonly type?: string;
  readonly duration?: number;
  readonly startEnding?: string;
  readonly endEnding?: boolean;
  readonly startTriplet?: number;
  readonly tripletMultiplier?: number;
  readonly endTriplet?: boolean;
  readonly rest?: { readonly type: string };
  readonly value?: readonly { readonly num: number | string; readonly den?: number | string }[];
}

/** Lengths are sums of products of small fractions: what differs by less is equal. */
const SAME = 1e-6;

/** The bars of a tune, voice by voice in order. */
export function barsOf(tune: TuneObject): Bar[] {
  return voicesOf(tune).flatMap((voice) => barsOfVoice(voice));
}

/**
 * Whether a bar is complete: as long as its meter says. The first and the last bar of a section may be shorter (an upbeat, and the bar that makes
 * up for it), never longer. A tune without meter has no incomplete bars.
 */
export function isComplete({ length, full, atEdge }: Bar): boolean {
  if (full === null) return true;
  return atEdge ? length <= full + SAME : Math.abs(length - full) < SAME;
}

/** The elements of each voice, over all lines, each line of a voice preceded by the meter that is written on it. */
function voicesOf(tune: TuneObject): Element[][] {
  const voices = new Map<string, Element[]>();
  for (const line of tune.lines) {
    line.staff?.forEach((staff, s) => {
      staff.voices?.forEach((elements, v) => {
        const key = `${s} ${v}`;
        const voice = voices.get(key) ?? [];
        voices.set(key, voice);
        if (staff.meter) voice.push({ el_type: 'timeSignature', ...(staff.meter as Omit<Element, 'el_type'>) });
        voice.push(...(elements as unknown as Element[]));
      });
    });
  }
  return [...voices.values()];
}

function barsOfVoice(elements: readonly Element[]): Bar[] {
  const bars: Bar[] = [];
  let [full, length, notes] = [null as number | null, 0, 0];
  let [stretch, begins] = [1, true];
  const close = (ends: boolean): void => {
    if (notes > 0) {
      bars.push({ length, full, atEdge: begins || ends });
      begins = ends;
    } else if (ends) {
      begins = true;
    }
    [length, notes] = [0, 0];
  };
  for (const element of elements) {
    if (element.el_type === 'bar') {
      close(element.type !== 'bar_thin' || element.startEnding !== undefined || element.endEnding === true);
    } else if (element.el_type === 'timeSignature' || element.el_type === 'meter') {
      full = lengthOf(element);
    } else if (element.el_type === 'note' && element.rest?.type !== 'spacer') {
      if (element.startTriplet !== undefined) stretch = element.tripletMultiplier ?? 1;
      // A rest over whole bars (Z, X) fills its bar whatever it is called.
      length += element.rest?.type.includes('multimeasure') ? full ?? 0 : (element.duration ?? 0) * stretch;
      if (element.endTriplet) stretch = 1;
      notes++;
    }
  }
  close(true);
  return bars;
}

function lengthOf({ type, value }: Element): number | null {
  if (type === 'common_time' || type === 'cut_time') return 1;
  if (!value || value.length === 0) return null;
  // 2+3/8 counts its parts; abcjs keeps each part's own denominator
  const total = value.reduce((sum, { num, den }) => sum + String(num).split('+').reduce((parts, part) => parts + Number(part), 0) / Number(den ?? 1), 0);
  return Number.isFinite(total) && total > 0 ? total : null;
}
