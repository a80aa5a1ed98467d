/** Worlds of streets, rails and wells. Children: name, gender, trait. Elders: name, gender, what they do. Places: preposition, name, what one sees there. */
export const TOWN_WORLDS = [
  {
    title: 'Tales of Kettle Cross Market', home: 'Kettle Cross', kind: 'a town where four roads meet and every Thursday is market day', path: 'Tanner Lane', water: 'the old fountain',
    children: [['Dora', 'f', 'clever'], ['Alfie', 'm', 'cheerful'], ['Mabel', 'f', 'tidy'], ['Ezra', 'm', 'kind']],
    elders: [['Mrs Quill', 'f', 'who sold paper and ink'], ['Mr Bunting', 'm', 'who sold hats'], ['Signor Polo', 'm', 'who mended clocks'], ['Madam Fenn', 'f', 'who told fortunes and was sometimes right']],
    places: [['under', 'the market clock', 'everybody met everybody'], ['in', 'the hat shop', 'there was a hat for every sort of head'], ['at', 'the clock-mender\'s', 'a hundred clocks told a hundred times'], ['in', 'the cloth hall', 'the colours hung like flags'], ['on', 'the town wall', 'grass grew between the stones'], ['at', 'the paper shop', 'it smelled of ink and rain']],
    things: ['pocket watch', 'paper bird', 'velvet purse', 'toy theatre', 'music box'], foods: ['meat pies', 'roasted almonds', 'tomato soup', 'cream buns'],
    weather: ['a heavy rain', 'a heat wave', 'a March wind'], animals: ['runaway parrot', 'thin brown dog', 'white mouse'], crop: 'lettuces',
  },
  {
    title: 'Stories of Amber Wells', home: 'Amber Wells', kind: 'a village of clay houses round three wells, with the desert on every side', path: 'the caravan road', water: 'the great well',
    children: [['Samira', 'f', 'brave'], ['Idris', 'm', 'patient'], ['Leila', 'f', 'curious'], ['Karim', 'm', 'shy']],
    elders: [['Grandmother Zahra', 'f', 'who wove carpets'], ['Mr Haddad', 'm', 'who forged pots'], ['Uncle Yusuf', 'm', 'who led the caravan'], ['Mrs Nasri', 'f', 'who sold spices']],
    places: [['at', 'the middle well', 'the rope had worn grooves in the stone'], ['in', 'the spice shop', 'you sneezed before you had opened the door'], ['in', 'the date garden', 'the shade was green and cool'], ['at', 'the forge', 'the hammer rang like a bell'], ['on', 'the flat roof', 'people slept on summer nights'], ['by', 'the camel fence', 'the camels looked down at everybody']],
    things: ['copper lamp', 'woven belt', 'glass bead', 'goatskin drum', 'clay whistle'], foods: ['lentil soup', 'date cakes', 'flat bread with oil', 'rice and raisins'],
    weather: ['a sandstorm', 'a dry wind', 'a rare and heavy rain'], animals: ['camel calf', 'desert fox', 'hungry goat'], crop: 'melons',
  },
  {
    title: 'Tales of Junction Halt', home: 'Junction Halt', kind: 'a station where three railways cross and nobody stays for long', path: 'the railway path', water: 'the water tower',
    children: [['Ruby', 'f', 'stubborn'], ['Felix', 'm', 'tidy'], ['Edie', 'f', 'dreamy'], ['Max', 'm', 'quick']],
    elders: [['Mr Piper', 'm', 'who was the stationmaster'], ['Mrs Semple', 'f', 'who ran the tea room'], ['Driver Cole', 'm', 'who drove the night express'], ['Miss Ivory', 'f', 'who sold tickets']],
    places: [['in', 'the signal box', 'the levers shone in a row'], ['in', 'the tea room', 'the windows were always misty'], ['at', 'the engine shed', 'the engines ticked as they cooled'], ['on', 'the footbridge', 'the smoke came up through the boards'], ['in', 'the lost property office', 'umbrellas hung from the ceiling like bats'], ['on', 'platform three', 'geraniums grew in old buckets']],
    things: ['silver whistle', 'guard\'s flag', 'tin engine', 'leather satchel', 'striped umbrella'], foods: ['ham sandwiches', 'currant buns', 'leek soup', 'treacle tart'],
    weather: ['a snowfall', 'a yellow fog', 'a summer flood'], animals: ['sooty cat', 'homing pigeon', 'lost sheepdog'], crop: 'cucumbers',
  },
  {
    title: 'Stories from Castle Merrow', home: 'Castle Merrow', kind: 'a town inside an old castle, where washing hangs between the towers', path: 'the rampart walk', water: 'the moat',
    children: [['Beatrix', 'f', 'clever'], ['Hugh', 'm', 'careful'], ['Sybella', 'f', 'shy'], ['Robin', 'm', 'brave']],
    elders: [['Mr Tallow', 'm', 'who made candles'], ['Dame Alys', 'f', 'who kept the keys'], ['Sergeant Bold', 'm', 'who guarded the gate'], ['Cook Marjory', 'f', 'who fed the whole castle']],
    places: [['in', 'the north tower', 'the jackdaws had nested for a hundred years'], ['in', 'the great kitchen', 'an ox could have been roasted whole'], ['at', 'the main gate', 'the drawbridge had not moved since the old king'], ['in', 'the candle shop', 'the shelves gleamed like honey'], ['in', 'the walled garden', 'the pear trees grew flat against the stone'], ['on', 'the winding stair', 'every step was worn like a spoon']],
    things: ['iron key', 'wooden sword', 'wax seal', 'chess piece', 'feather pen'], foods: ['bread soup', 'pear tarts', 'roast chicken', 'spiced biscuits'],
    weather: ['a lightning storm', 'a bitter frost', 'a week of rain'], animals: ['young jackdaw', 'grey castle cat', 'stray falcon'], crop: 'artichokes',
  },
];
