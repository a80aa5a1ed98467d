/** Worlds beside water. Children: name, gender, trait. Elders: name, gender, what they do. Places: preposition, name, what one sees there. */
export const WATER_WORLDS = [
  {
    title: 'Tales from Saltby Harbour', home: 'Saltby', kind: 'a small harbour under a white cliff', path: 'the cliff path', water: 'the bay',
    children: [['Nell', 'f', 'curious'], ['Davy', 'm', 'careful'], ['Rosa', 'f', 'brave'], ['Finn', 'm', 'dreamy']],
    elders: [['Mrs Penrose', 'f', 'who mended nets'], ['Captain Brill', 'm', 'who had sailed round the world twice'], ['Mr Hobbs', 'm', 'who kept the light'], ['Aunt Tamsin', 'f', 'who sold fish']],
    places: [['at', 'the lighthouse', 'the stairs went round and round like a shell'], ['on', 'the pier', 'gulls sat on every post'], ['in', 'the net loft', 'it smelled of tar and salt'], ['at', 'the smokehouse', 'blue smoke curled from the roof'], ['on', 'the shingle beach', 'the stones rattled at every wave'], ['in', 'the boatyard', 'half a boat stood on wooden legs']],
    things: ['brass whistle', 'blue kite', 'green lantern', 'wooden boat', 'silver button'], foods: ['fish soup', 'seed cake', 'hot chestnuts', 'bread and honey'],
    weather: ['a gale', 'a thick fog', 'a summer storm'], animals: ['young seal', 'one-legged gull', 'wet grey kitten'], crop: 'beetroots',
  },
  {
    title: 'Stories of the Mill on the Brook', home: 'Millbrook', kind: 'a village where the river turns a great wooden wheel', path: 'the towpath', water: 'the millpond',
    children: [['Ada', 'f', 'clever'], ['Will', 'm', 'kind'], ['Hattie', 'f', 'cheerful'], ['Owen', 'm', 'shy']],
    elders: [['Mr Grist', 'm', 'who ran the mill'], ['Mrs Lark', 'f', 'who baked for the whole village'], ['Old Ferris', 'm', 'who caught eels'], ['Miss Plum', 'f', 'who taught at the school']],
    places: [['at', 'the mill', 'white dust lay on every beam'], ['under', 'the stone bridge', 'the water made green lights on the arch'], ['in', 'the bakery', 'the loaves were stacked like bricks'], ['at', 'the eel trap', 'the river ran dark and quick'], ['on', 'the island in the pond', 'the swans nested among the reeds'], ['in', 'the willow grove', 'the branches hung down like curtains']],
    things: ['fishing rod', 'tin drum', 'yellow ball', 'straw hat', 'silver spoon'], foods: ['plum tart', 'warm rolls', 'pea soup', 'apple dumplings'],
    weather: ['a spring flood', 'a hard frost', 'a sudden hailstorm'], animals: ['lame duck', 'lost spaniel', 'very small goat'], crop: 'pumpkins',
  },
  {
    title: 'Skerry Island Stories', home: 'Skerry', kind: 'an island so small that you can hear the sea from every bed', path: 'the shore road', water: 'the sound',
    children: [['Mairi', 'f', 'stubborn'], ['Callum', 'm', 'quick'], ['Isla', 'f', 'patient'], ['Rory', 'm', 'cheerful']],
    elders: [['Granny Shaw', 'f', 'who kept sheep'], ['Mr Tulloch', 'm', 'who rowed the ferry'], ['Doctor Reid', 'f', 'who looked after people and cows alike'], ['Angus', 'm', 'who cut peat and played the fiddle']],
    places: [['at', 'the ferry landing', 'a bell hung from a pole'], ['on', 'the north cliff', 'ten thousand puffins lived in holes'], ['in', 'the sheepfold', 'the walls were older than anybody knew'], ['at', 'the peat bank', 'the earth was cut in neat black steps'], ['in', 'the sea cave', 'every whisper came back twice'], ['at', 'the post office', 'the clock was always ten minutes slow']],
    things: ['woollen cap', 'tin flute', 'glass float', 'red scarf', 'pocket knife'], foods: ['oatcakes', 'mutton broth', 'hot scones', 'potato soup'],
    weather: ['a north wind', 'a white sea mist', 'a night of rain'], animals: ['orphan lamb', 'tired puffin', 'shaggy pony'], crop: 'leeks',
  },
  {
    title: 'Tales of the Long Canal', home: 'Lockhouse', kind: 'a row of cottages where the long canal climbs a hill by nine locks', path: 'the lockside', water: 'the canal',
    children: [['Bess', 'f', 'quick'], ['Jonah', 'm', 'patient'], ['Peg', 'f', 'shy'], ['Sam', 'm', 'curious']],
    elders: [['Mr Dray', 'm', 'who worked the locks'], ['Mrs Kettle', 'f', 'who lived on a painted boat'], ['Toby Rudd', 'm', 'who shod the horses'], ['Nurse Abel', 'f', 'who came by bicycle']],
    places: [['at', 'the top lock', 'the water stood brim-full and still'], ['in', 'the tunnel', 'the drips fell from the dark'], ['at', 'the smithy', 'sparks flew up like bees'], ['in', 'the stable', 'the barge horses slept standing'], ['at', 'the coal wharf', 'even the sparrows were black'], ['on', 'the painted boat', 'roses and castles covered every board']],
    things: ['copper kettle', 'horse brass', 'rope ladder', 'painted jug', 'spinning top'], foods: ['bacon and eggs', 'gingerbread', 'onion soup', 'jam roly-poly'],
    weather: ['a long freeze', 'a thunderstorm', 'a fog off the water'], animals: ['stray terrier', 'muddy heron', 'donkey with a torn ear'], crop: 'runner beans',
  },
];
