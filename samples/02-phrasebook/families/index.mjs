/** Every kind of sentence in the book, each with its share. */
import { ACTIONS_FAMILIES } from './actions.mjs';
import { BEING } from './being.mjs';
import { MANNERS } from './manners.mjs';
import { PRONOUN_FAMILIES } from './pronouns.mjs';
import { REQUESTS } from './requests.mjs';
import { THINGS } from './things.mjs';
import { TIME } from './time.mjs';
import { TOWN } from './town.mjs';

/** { name, quota: how many sentences, build(r): one of them at random, { en, fr } } */
export const FAMILIES = [...THINGS, ...TOWN, ...ACTIONS_FAMILIES, ...PRONOUN_FAMILIES, ...BEING, ...REQUESTS, ...MANNERS, ...TIME];
