/** What is to be heard of a tune, in beats; no sound and no document here, so that plain Node tests it. */
import type { AudioTracks, SynthOptions } from 'abcjs';

export interface Note {
  /** Beats from the beginning; repeats are written out. */
  readonly start: number;
  readonly beats: number;
  /** MIDI number: 69 is the A of 440 Hz. */
  readonly pitch: number;
  /** 0 to 1. */
  readonly loudness: number;
  /** Where the note stands in the ABC text. */
  readonly place: number;
}

export interface Melody {
  /** In order of their starts. */
  readonly notes: readonly Note[];
  /** Beats of the whole. */
  readonly length: number;
  /** A comfortable tempo, beats a minute: what the tune's `Q:` says, else by its beat. */
  readonly tempo: number;
}

/** The part of an abcjs tune that is asked. */
export interface PlayableTune {
  setUpAudio(options: SynthOptions): AudioTracks;
  /** Of a whole note: 1/4, or 3/8 in 6/8. */
  getBeatLength(): number;
  readonly metaText: { readonly tempo?: { readonly bpm?: number } };
}

const USUAL_TEMPO = 104;
const [SLOWEST, FASTEST] = [40, 240];

/** Reads what abcjs has sequenced: repeats, ties, tuplets, grace notes and the key are in its numbers. Percussion and chord symbols are left out. */
export function melodyOf(tune: PlayableTune): Melody {
  const beat = tune.getBeatLength();
  const { tracks } = tune.setUpAudio({ chordsOff: true });
  const notes = tracks.flat().flatMap((event) => (event.cmd === 'note' && event.duration > 0
    ? [{ start: event.start / beat, beats: Math.max(0, event.duration - event.gap) / beat, pitch: event.pitch, loudness: Math.min(1, event.volume / 127), place: event.startChar }]
    : [])).sort((a, b) => a.start - b.start || a.pitch - b.pitch);
  const given = tune.metaText.tempo?.bpm;
  return {
    notes, length: notes.reduce((end, note) => Math.max(end, note.start + note.beats), 0),
    tempo: given !== undefined && given > 0 ? Math.min(FASTEST, Math.max(SLOWEST, given)) : USUAL_TEMPO,
  };
}

/** Hertz of a MIDI number in equal temperament: 440 · 2^((p − 69) / 12). */
export const frequencyOf = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12);

/** Places of the notes that sound at a beat. */
export function soundingAt({ notes }: Melody, beat: number): Set<number> {
  const places = new Set<number>();
  for (const { start, beats, place } of notes) {
    if (start > beat) break;
    if (beat < start + Math.max(beats, 0.05)) places.add(place);
  }
  return places;
}
