import { THINGS } from './things.mjs';
export const FAMILIES = [...THINGS];
