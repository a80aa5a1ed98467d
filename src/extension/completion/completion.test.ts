import { describe, expect, it } from 'vitest';
import { savesKeys } from '../../protocol/offer';
import { candidatesAfter } from './candidates';
import { confidentText } from './confidence';
import { contextStart, wholeLines } from './context';
import { kindOfEdit } from './editKind';
import { fitSuggestion } from './filter';
import { refusalOf, type GateInput } from './gate';
import { PrefixCache } from './prefixCache';
import { isCopilotOff, yieldsTo, type Rival } from './rivals';
import { fitAll, Suggestions } from './suggestions';

/** The text on both sides of the cursor, which is written `|`. */
function at(line: string): { lineBefore: string; lineAfter: string } {
  const [lineBefore, lineAfter] = line.split('|');
  return { lineBefore, lineAfter };
}

describe('the gate', () => {
  const refusal = (line: string, changes: Partial<GateInput> = {}): string | null => refusalOf({
    isExplicit: false, trigger: 'automatic', language: 'markdown', languages: ['plaintext', 'markdown'], scheme: 'file', path: '/notes/letter.md', yields: false,
    lastEdit: 'typed', hasSelectedCompletion: false, ...at(line), ...changes,
  });

  it.each(['Once upon a |', 'Once upon a ti|', '|', 'He said |"', 'Korean: 학교|', 'a b| (c)'])('is open at %j', (line) => {
    expect(refusal(line)).toBeNull();
  });

  it.each(['Once up|on a', 'Once |upon a', '학|교'])('is closed before or inside a word at %j', (line) => {
    expect(refusal(line)).toBe('inside a word');
  });

  it('is open between words when asked for', () => {
    expect(refusal('Once |upon a', { isExplicit: true })).toBeNull();
    expect(refusal('On|ce', { isExplicit: true })).toBe('inside a word');
  });

  it.each(['deleted', 'undone'] as const)('is closed after something was %s, unless asked for', (lastEdit) => {
    expect(refusal('Once |', { lastEdit })).toBe(lastEdit);
    expect(refusal('Once |', { lastEdit, isExplicit: true })).toBeNull();
  });

  it('is closed while an input method composes, even behind a selected entry', () => {
    expect(refusal('한|', { lastEdit: 'composed' })).toBe('composing');
    expect(refusal('한|', { lastEdit: 'composed', hasSelectedCompletion: true })).toBe('composing');
  });

  it('is closed on lines that are data', () => {
    expect(refusal(`${'x '.repeat(3000)}|`)).toBe('long line');
    expect(refusal(`a |${' x'.repeat(3000)}`)).toBe('long line');
  });

  it('is closed in other languages and in documents that are neither files nor new', () => {
    expect(refusal('Once |', { language: 'typescript' })).toBe('language');
    expect(refusal('Once |', { scheme: 'git' })).toBe('scheme');
    expect(refusal('Once |', { scheme: 'untitled', path: 'Untitled-1' })).toBeNull();
  });

  it('is closed on secrets, asked for or not', () => {
    expect(refusal('password: tulip9|', { isExplicit: true })).toBe('secret');
    expect(refusal('Once |', { path: '/notes/.env', isExplicit: true })).toBe('secret');
  });

  it('opens only when asked for, on demand and where another provider is preferred', () => {
    expect(refusal('Once |', { trigger: 'manual' })).toBe('on demand only');
    expect(refusal('Once |', { trigger: 'manual', isExplicit: true })).toBeNull();
    expect(refusal('Once |', { yields: true })).toBe('yields');
    expect(refusal('Once |', { yields: true, isExplicit: true })).toBeNull();
  });

  it('leaves Tab to indentation behind spaces alone', () => {
    expect(refusal('  |')).toBe('indentation');
    expect(refusal('\t|', { isExplicit: true })).toBeNull();
  });
});

describe('the kind of an edit', () => {
  it('tells typing, deleting and undoing', () => {
    expect(kindOfEdit([{ text: 'a', rangeLength: 0 }], false)).toBe('typed');
    expect(kindOfEdit([{ text: '', rangeLength: 3 }], false)).toBe('deleted');
    expect(kindOfEdit([{ text: 'abc', rangeLength: 0 }], true)).toBe('undone');
    expect(kindOfEdit([{ text: 'word', rangeLength: 2 }], false)).toBe('typed');
  });

  it('follows a Hangul syllable stroke by stroke, up to what ends it', () => {
    const strokes = [{ text: 'ㅎ', rangeLength: 0 }, { text: '하', rangeLength: 1 }, { text: '한', rangeLength: 1 }, { text: '하나', rangeLength: 1 }];
    expect(strokes.map((stroke) => kindOfEdit([stroke], false))).toEqual(['composed', 'composed', 'composed', 'composed']);
    expect(kindOfEdit([{ text: ' ', rangeLength: 0 }], false)).toBe('typed');
  });

  it('does not take a chosen completion for composition', () => {
    expect(kindOfEdit([{ text: '대한민국 헌법 제일조 제일항', rangeLength: 1 }], false)).toBe('typed');
    expect(kindOfEdit([{ text: '한글', rangeLength: 0 }], false)).toBe('typed'); // pasted
  });
});

describe('confidence', () => {
  type Word = Parameters<typeof confidentText>[0][number];
  const word = (text: string, probability: number, space = 0): Word => ({ text, probability, space });
  const words = [word('upon', 0.9), word(' a', 0.8), word(' time', 0.7), word('.', 0.2)];
  const settings = { minProbability: 0, minConfidence: 0, maxWords: 9, endWithSpace: true };
  const text = (changes: Partial<typeof settings> = {}, of: readonly Word[] = words): string => confidentText(of, { ...settings, ...changes });

  it('ends where the whole would be too unlikely', () => {
    expect(text({ minConfidence: 0.73 })).toBe('upon'); // 0.9 · 0.8 = 0.72
    expect(text({ minConfidence: 0.71 })).toBe('upon a');
    expect(text({ minConfidence: 0.3 })).toBe('upon a time');
    expect(text({ minConfidence: 0.95 })).toBe('');
  });

  it('ends before an unlikely word and after the last one allowed', () => {
    expect(text({ minProbability: 0.75 })).toBe('upon a');
    expect(text({ maxWords: 2 })).toBe('upon a');
  });

  it('goes on as long as a further word is expected to save more keys than it costs', () => {
    // The fourth word, at 0.2, would cost four keys where it is wrong and save one.
    expect(text()).toBe('upon a time');
    expect(text({}, [word('upon', 0.9), word(' a', 0.8), word(' time', 0.6)])).toBe('upon a'); // 0.6 - 0.4 · 2 < 0
    expect(text({}, [word('upon', 0.2), word(' a', 0.01)])).toBe('upon a'); // one word is taken by one key, alone or not: nothing is lost
    expect(text({}, [word('upon', 0.2, 1), word(' a', 0.49)])).toBe('upon '); // but the space after it would be
    expect(text({}, [word('upon', 0.2, 1), word(' a', 0.51)])).toBe('upon a');
    expect(text({}, [word('upon', 0.9, 1), word(' a', 0.45, 1), word(' time', 1)])).toBe('upon a time'); // what comes after makes up for it
  });

  it('ends with a space where one is expected', () => {
    expect(text({}, [word('upon', 0.9, 0.85)])).toBe('upon ');
    expect(text({}, [word('upon', 0.9, 0.75)])).toBe('upon');
    expect(text({ endWithSpace: false }, [word('upon', 0.9, 1)])).toBe('upon');
  });

  it('offers a lone sign with what follows it, since it has a key of its own', () => {
    expect(text({}, [word('.', 0.9), word(' It', 0.3)])).toBe('. It');
    expect(text({}, [word(',', 0.9, 1), word(' and', 0.3)])).toBe(', ');
  });
});

describe('suggestions', () => {
  const settings = { minProbability: 0.1, minConfidence: 0.05, maxWords: 5, endWithSpace: true };
  const predicted = (...words: [text: string, probability: number, space: number][]) => ({ words: words.map(([text, probability, space]) => ({ text, probability, space })) });

  it('are asked for once and then remembered, up to their last space', () => {
    const suggestions = new Suggestions();
    expect(suggestions.remembered('Once ')).toBeUndefined();
    expect(suggestions.offer('Once ', [predicted(['upon', 0.9, 1])], false, settings)).toEqual(['upon ']);
    expect(suggestions.remembered('Once ')).toEqual(['upon ']);
    expect(suggestions.remembered('Once up')).toEqual(['on ']);
    expect(suggestions.remembered('Once upon')).toBeUndefined(); // a space alone: the model may know more
    expect(suggestions.offer('Twice ', [], false, settings)).toEqual([]);
    expect(suggestions.remembered('Twice ')).toEqual([]);
  });

  it('are forgotten with another model or other settings', () => {
    const suggestions = new Suggestions();
    suggestions.keepFor('a');
    suggestions.offer('Once ', [predicted(['upon', 0.9, 0])], false, settings);
    suggestions.keepFor('a');
    expect(suggestions.remembered('Once ')).toEqual(['upon']);
    suggestions.keepFor('b');
    expect(suggestions.remembered('Once ')).toBeUndefined();
  });

  it('have others beside them where they were asked for, however unsure', () => {
    const unsure = [predicted(['upon', 0.6, 0]), predicted(['a', 0.2, 0])];
    expect(new Suggestions().offer('Once ', unsure, true, { ...settings, minConfidence: 0.5 })).toEqual(['upon', 'a']);
    expect(new Suggestions().offer('Once ', unsure, false, { ...settings, minConfidence: 0.5 })).toEqual(['upon']);
  });

  it('fit what stands on the line, each once', () => {
    expect(fitAll(['upon a', 'upon', 'upon b'], 'Once ', ' b')).toEqual(['upon a', 'upon']);
  });
});

describe('another provider', () => {
  const here = (isOff: boolean) => (id: string): Rival | undefined => (id === 'GitHub.copilot' ? { id, isOff } : undefined);

  it('is given way where it is there and on', () => {
    expect(yieldsTo(['GitHub.copilot'], here(false))).toBe(true);
    expect(yieldsTo(['GitHub.copilot'], here(true))).toBe(false);
    expect(yieldsTo(['other.one'], here(false))).toBe(false);
    expect(yieldsTo([], here(false))).toBe(false);
  });

  it('may have its own switch for each language', () => {
    expect(isCopilotOff({ '*': true, markdown: false }, 'markdown')).toBe(true);
    expect(isCopilotOff({ '*': false, markdown: true }, 'markdown')).toBe(false);
    expect(isCopilotOff({ '*': false }, 'markdown')).toBe(true);
    expect(isCopilotOff(undefined, 'markdown')).toBe(false);
  });
});

describe('the context', () => {
  it('begins at a place that stays put while one types', () => {
    const starts = new Set(Array.from({ length: 1000 }, (_, typed) => contextStart(12_500 + typed)));
    expect([...starts]).toEqual([11_000]);
    expect([contextStart(0), contextStart(2499), contextStart(2500)]).toEqual([0, 0, 1000]);
  });

  it('does not begin inside a line, or at least not inside a word', () => {
    const rest = `${'word '.repeat(200)}`;
    expect(wholeLines(`alf a line\n${rest}`, false)).toBe(rest);
    expect(wholeLines(`alf a line\n${rest}`, true)).toBe(`alf a line\n${rest}`);
    expect(wholeLines('alf a line', false)).toBe('a line');
    expect(wholeLines(`${rest}\nend`, false)).toBe(`${rest.slice(5)}\nend`);
  });
});

describe('the filter', () => {
  const fit = (text: string, line: string): string | null => fitSuggestion(text, at(line).lineBefore, at(line).lineAfter);

  it('lets a plain suggestion through', () => {
    expect(fit(' upon a time', 'Once|')).toBe(' upon a time');
  });

  it('does not double the space that is typed', () => {
    expect(fit(' upon', 'Once |')).toBe('upon');
    expect(fit(' Once', '|')).toBe('Once');
  });

  it('ends with the line', () => {
    expect(fit('the end.\nNext', 'It was |')).toBe('the end.');
    expect(fit('\nNext', 'It was|')).toBeNull();
  });

  it.each([['brown fox', 'the quick | brown fox jumps'], ['brown', 'the quick | Brown fox'], ['.', 'the end|.'], ['brown fox jumps', 'quick | brown fox']])('drops %j at %j', (text, line) => {
    expect(fit(text, line)).toBeNull();
  });

  it('cuts what is repeated to the right, at whole words', () => {
    expect(fit('quick brown', 'the |brown fox')).toBe('quick ');
    expect(fit('quick brown', 'the | brown fox')).toBe('quick');
    expect(fit('a cat', 'it was | tin')).toBe('a cat');
    expect(fit('said."', 'he |"')).toBe('said.');
  });

  it('leaves out a space before a space or a mark', () => {
    expect(fit('quick ', 'the |')).toBe('quick ');
    expect(fit('quick ', 'the |"')).toBe('quick');
    expect(fit('quick ', 'the | ')).toBe('quick');
    expect(fit('quick ', 'the |fox')).toBe('quick ');
  });

  it('shows no mere space', () => {
    expect(fit('  ', 'a|')).toBeNull();
  });
});

describe('the cache', () => {
  it('goes on with the suggestion while it is typed along', () => {
    const cache = new PrefixCache();
    cache.add('Once', [' upon a time']);
    expect(cache.find('Once')).toBe(' upon a time');
    expect(cache.find('Once up')).toBe('on a time');
    expect(cache.find('Once upon a')).toBe(' time');
    expect(cache.find('Once upon a time')).toBeUndefined();
    expect(cache.find('Once in')).toBeUndefined();
    expect(cache.find('Twice')).toBeUndefined();
  });

  it('goes on with any of the candidates', () => {
    const cache = new PrefixCache();
    cache.add('Once', [' upon a time', ' in a while']);
    expect(cache.find('Once')).toBe(' upon a time');
    expect(cache.find('Once in')).toBe(' a while');
  });

  it('remembers that there was nothing', () => {
    const cache = new PrefixCache();
    cache.add('zq', []);
    expect(cache.find('zq')).toBeNull();
    expect(cache.find('zqx')).toBeUndefined();
  });

  it('compares only the text right before the cursor, which a moving context start does not change', () => {
    const cache = new PrefixCache();
    const text = 'many words '.repeat(100);
    cache.add(text, ['of joy']);
    expect(cache.find(`${text.slice(500)}of`)).toBe(' joy');
  });

  it('prefers the newest and forgets the oldest', () => {
    const cache = new PrefixCache(2);
    cache.add('a', ['bcd']);
    cache.add('ab', ['xyz']);
    expect(cache.find('ab')).toBe('xyz');
    cache.add('c', ['d']);
    expect(cache.find('a')).toBeUndefined();
    cache.clear();
    expect(cache.find('c')).toBeUndefined();
  });
});

describe('candidates', () => {
  it('differ in their first word, the one that stands there among them and first', () => {
    expect(candidatesAfter('slow', ['slow at the', 'a village', 'the'])).toEqual(['slow at the', 'a village', 'the']);
    expect(candidatesAfter('slow at the', ['slow', 'a village'])).toEqual(['slow at the', 'a village']);
    expect(candidatesAfter(' at', ['a', ' att'])).toEqual([' at', 'a', ' att']);
    expect(candidatesAfter('m was', ["m's", 'm, who'])).toEqual(['m was', "m's"]);
    expect(candidatesAfter(null, ['slow', 'a'])).toEqual(['slow', 'a']);
  });

  it('that are one key long save none', () => {
    expect(['e', '.', ' '].map(savesKeys)).toEqual([false, false, false]);
    expect(['er', '하', 'é', ' a'].map(savesKeys)).toEqual([true, true, true, true]); // a syllable takes several keys
  });
});
