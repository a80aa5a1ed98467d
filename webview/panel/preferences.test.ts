import { expect, it } from 'vitest';
import { Preferences } from './preferences';

const fakeApi = (state: unknown) => {
  const api = { state, postMessage: () => {}, getState: () => api.state, setState: (next: unknown) => { api.state = next; } };
  return api;
};

it('keeps what was chosen', () => {
  const api = fakeApi(undefined);
  new Preferences(api).set({ smoothing: 0.9, chosen: 'k' });
  expect(new Preferences(api).current).toMatchObject({ chosen: 'k', smoothing: 0.9, axis: 'step', logarithmic: {}, scroll: 0, draft: '' });
});

it('falls back, value by value, where an older panel left something else', () => {
  expect(new Preferences(fakeApi({ smoothing: 7, axis: 'epoch', chosen: 3 })).current).toMatchObject({ smoothing: 0.6, axis: 'epoch', chosen: null });
  expect(new Preferences(fakeApi('nonsense')).current.axis).toBe('step');
});
