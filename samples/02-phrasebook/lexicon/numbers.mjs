/** Numbers as words, each where it is counted: ages, prices, hours. */
const NUMBERS = {
  five: 'cinq', six: 'six', seven: 'sept', eight: 'huit', nine: 'neuf', ten: 'dix', eleven: 'onze', twelve: 'douze', fifteen: 'quinze', eighteen: 'dix-huit',
  twenty: 'vingt', 'twenty-five': 'vingt-cinq', thirty: 'trente', forty: 'quarante', fifty: 'cinquante', sixty: 'soixante',
};

/** "ten, twenty" -> [English, French] of each. */
const spelled = (names) => names.split(', ').map((name) => [name, NUMBERS[name]]);

export const AGES = spelled('eight, nine, ten, twelve, fifteen, eighteen, twenty, twenty-five, thirty, forty');
export const PRICES = spelled('ten, twelve, fifteen, twenty, thirty, forty, fifty, sixty');
export const MINUTES = spelled('five, ten, twenty');

/** The hours of a clock face, from one to eleven, with the French word that goes with them. */
export const HOURS = [
  ['one', 'une heure'], ['two', 'deux heures'], ['three', 'trois heures'], ['four', 'quatre heures'],
  ...spelled('five, six, seven, eight, nine, ten, eleven').map(([en, fr]) => [en, `${fr} heures`]),
];
