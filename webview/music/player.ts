/** Plays a melody with two oscillators a note: made here and now, nothing is fetched. */
import { frequencyOf, type Melody, type Note } from './melody';

/** Notes are handed to the sound card so far ahead, and looked for so often: a busy page may be late by the difference. */
const [AHEAD_S, LOOK_MS] = [0.3, 80];
/** Something like a plucked string that is bowed on: quick to speak, then a little softer, and not cut off. */
const [ATTACK_S, DECAY_S, SUSTAIN, RELEASE_S] = [0.012, 0.12, 0.62, 0.07];
const LOUDNESS = 0.22;

export interface PlayerEvents {
  /** Called at each frame with the beat that is heard. */
  readonly onBeat: (beat: number) => void;
  /** At the end of the melody or by `stop`. */
  readonly onEnd: () => void;
}

export class Player {
  private context: AudioContext | null = null;
  private output: GainNode | null = null;
  private next = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  private frame = 0;
  /** The context's time of beat `anchorBeat`. */
  private anchorTime = 0;
  private anchorBeat = 0;
  private tempo = 100;
  private melody: Melody | null = null;

  constructor(private readonly events: PlayerEvents) {}

  get isPlaying(): boolean { return this.melody !== null; }

  /** From its beginning. Must come from a click or a key: browsers allow no sound otherwise. @param tempo beats a minute */
  async play(melody: Melody, tempo: number): Promise<void> {
    this.stop();
    const context = this.context ??= new AudioContext();
    this.melody = melody;
    await context.resume();
    if (this.melody !== melody) return; // stopped meanwhile
    const limiter = context.createDynamicsCompressor();
    this.output = context.createGain();
    this.output.gain.value = LOUDNESS;
    this.output.connect(limiter).connect(context.destination);
    [this.next, this.tempo, this.anchorBeat, this.anchorTime] = [0, tempo, 0, context.currentTime + 0.08];
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.look();
    this.follow();
  }

  /** Goes on at another tempo from the beat that is heard; what was handed out already sounds as it was. */
  setTempo(tempo: number): void {
    if (this.context !== null && this.melody !== null) [this.anchorBeat, this.anchorTime] = [this.beatAt(this.context.currentTime + AHEAD_S), this.context.currentTime + AHEAD_S];
    this.tempo = tempo;
  }

  stop(): void {
    if (this.melody === null) return;
    this.melody = null;
    clearInterval(this.timer);
    cancelAnimationFrame(this.frame);
    const { output, context } = this;
    this.output = null;
    if (output !== null && context !== null) {
      output.gain.setTargetAtTime(0, context.currentTime, 0.02);
      setTimeout(() => output.disconnect(), 200);
    }
    this.events.onEnd();
  }

  private beatAt(time: number): number { return this.anchorBeat + ((time - this.anchorTime) * this.tempo) / 60; }
  private timeOf(beat: number): number { return this.anchorTime + ((beat - this.anchorBeat) * 60) / this.tempo; }

  private look(): void {
    const { melody, context } = this;
    if (melody === null || context === null) return;
    while (this.next < melody.notes.length && this.timeOf(melody.notes[this.next].start) < context.currentTime + AHEAD_S) this.sound(melody.notes[this.next++]);
    if (this.next === melody.notes.length && context.currentTime > this.timeOf(melody.length) + RELEASE_S) this.stop();
  }

  private sound({ start, beats, pitch, loudness }: Note): void {
    const { context, output } = this;
    if (context === null || output === null) return;
    const begin = Math.max(context.currentTime, this.timeOf(start));
    const end = Math.max(begin + ATTACK_S + 0.03, begin + (beats * 60) / this.tempo - 0.015);
    const envelope = context.createGain();
    envelope.gain.setValueAtTime(0, begin);
    envelope.gain.linearRampToValueAtTime(loudness, begin + ATTACK_S);
    envelope.gain.setTargetAtTime(loudness * SUSTAIN, begin + ATTACK_S, DECAY_S);
    envelope.gain.setTargetAtTime(0, end, RELEASE_S / 3);
    envelope.connect(output);
    for (const [type, octave, share] of [['triangle', 0, 1], ['sine', 12, 0.25]] as const) {
      const oscillator = new OscillatorNode(context, { type, frequency: frequencyOf(pitch + octave) });
      const part = new GainNode(context, { gain: share });
      oscillator.connect(part).connect(envelope);
      oscillator.start(begin);
      oscillator.stop(end + 2 * RELEASE_S);
    }
  }

  private follow(): void {
    if (this.melody === null || this.context === null) return;
    this.events.onBeat(this.beatAt(this.context.currentTime));
    this.frame = requestAnimationFrame(() => this.follow());
  }
}
