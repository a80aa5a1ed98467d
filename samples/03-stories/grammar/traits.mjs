/** What children are like, how it shows at the start of a story, and how it tells at the end. */
export const TRAITS = {
  curious: {
    shows: [
      '{hero} asked more questions before breakfast than most people ask in a week. [Why is the sea salt? Who taught the birds to sing?|Where does the wind sleep? What do fish dream of?|Who lit the first fire? How deep is the well?] {hero.his} pockets were full of [stones and string|snail shells and bent nails|feathers and odd buttons], because everything might be useful one day.',
      'If a box was shut, {hero} wanted to open it. If a path turned a corner, {hero.he} wanted to see what came next. "That {hero.child} would look inside a thundercloud," people in {home} used to say, though they said it kindly.',
      '"Why?" was {hero}\'s favourite word, and "What is in there?" came next. {elder} had once counted forty questions between {place1} and {place2}, and had been able to answer only six of them.',
      'When {hero} was small, {hero.he} had taken {hero.his} father\'s [watch|lamp|umbrella] to pieces to see how it was made. {hero.he} had put it together again, too, and there had been only two pieces left over.',
    ],
    tells: [
      '"Most people would have walked past," said {elder}. "{hero} stopped to look. Sometimes that is all it takes."',
      'It was a good thing, everybody agreed, that {hero} could never leave a question alone.',
      '"What would you have done," asked {elder}, "if there had been nothing to find?" "Then I should have known that," said {hero}, "and I did not know it before."',
      'There was one more question that {hero} wanted to ask, but it was late, and it could wait until morning. {hero.he} wrote it on {hero.his} hand, so as not to forget it.',
    ],
  },
  careful: {
    shows: [
      '{hero} was a careful {hero.child}. {hero.he} looked twice at every ladder and tied every knot three times. {friend} sometimes laughed about it, but it was to {hero} that {friend.he} gave {friend.his} best things to hold.',
      'Nobody had ever seen {hero} run down the stairs or spill the milk. {hero.he} counted {hero.his} steps, folded {hero.his} clothes and always knew where {hero.his} left shoe was.',
      '{hero} never crossed {path} without looking both ways, and in {home} there was hardly anything to look for. {hero.he} carried eggs in both hands and secrets in both ears, and had never dropped either.',
      'If there was a hole in the ground, {hero} put a stick beside it, so that others would see it. {hero.he} did not think that this was anything special. Somebody had to do it.',
    ],
    tells: [
      '"A careful person is slow at the start and first at the finish," said {elder}, and {hero} [blushed|smiled at the floor|did not know where to look].',
      '{friend} never laughed at a triple knot again.',
      '"I might have hurried," said {hero}, "and then where should we be?" {friend} did not know where they would be, but was glad that they were here.',
      'It had taken a little longer, as things did with {hero}. But it had been done once, and it would not have to be done again.',
    ],
  },
  stubborn: {
    shows: [
      'When {hero} had made up {hero.his} mind, a team of horses could not have moved {hero.him}. {hero.his} grandmother called it stubborn. {hero} called it finishing what {hero.he} had begun.',
      '"No" was a word that {hero} found hard to hear. If a thing could not be done on Monday, {hero.he} tried again on Tuesday, and on Wednesday {hero.he} tried another way.',
      '{hero} had once sat under a table for a whole afternoon because somebody had said that nobody could. {hero.he} had a straight back, a straight look, and a way of saying "We shall see" that made grown-ups nervous.',
      'There was a hill behind {home} that was too steep to climb. {hero} had climbed it eleven times. It was still too steep, {hero.he} said, but that was the business of the hill.',
    ],
    tells: [
      '"I have called you stubborn," said {elder}. "I should have called you steady."',
      'That is how it goes with stubborn people: half of the time they are in trouble, and the other half they are right.',
      '"Would you really never have given up?" asked {friend}. {hero} looked puzzled. It had not come into {hero.his} head that one could.',
      '"We shall see," {hero} always said when people told {hero.him} that a thing could not be done. And now they had all seen.',
    ],
  },
  patient: {
    shows: [
      '{hero} could sit still for longer than anybody in {home}. Birds came down beside {hero.him}, and [a hare|a fox|a hedgehog] had once fallen asleep against {hero.his} boot.',
      'Other children wanted everything now. {hero} did not mind waiting. {hero.he} said that the best part of a cake was the smell before it was done.',
      'When the others went fishing, they came home after an hour. {hero} came home in the evening, and {hero} came home with the fish. "They get used to me," {hero.he} said.',
      '{hero} was making a [chain|castle|picture] out of cherry stones. {hero.he} had begun it two summers ago and expected to finish it in three more. There was no hurry, {hero.he} said. Cherries only came once a year.',
    ],
    tells: [
      '"You waited," said {friend}. "I could not have waited." "You could," said {hero}. "You only have to do it one minute at a time."',
      'After that, when somebody in {home} grew impatient, the others said, "Do as {hero} does," and sat down for a while.',
      '"Good things come slowly," said {elder}, "like {hero} down the stairs." And {hero}, who was on the stairs just then, took another step.',
      'It had been a long day, and {hero} had not minded one minute of it.',
    ],
  },
  brave: {
    shows: [
      '{hero} was the bravest {hero.child} in {home}, or so people said. {hero} knew better. {hero.he} was afraid of plenty of things, but {hero.he} did them all the same.',
      'Once, when {hero.he} was only four, {hero} had chased a goose out of the school. The goose had been as tall as {hero.he} was. Nobody in {home} had forgotten it, least of all the goose.',
      '{hero} went down into dark cellars and up shaky ladders, and {hero.he} was always the one who was sent to see what the noise was. "Somebody must look," said {hero}. "It may as well be me."',
      'There were three things that {hero} was afraid of, and {hero.he} had written them on a list. Every month {hero.he} did one of them, to see if it was still true. The list had been much longer once.',
    ],
    tells: [
      '"Were you not frightened?" asked {friend} afterwards. "Very," said {hero}. "But I was busy as well, and busy was bigger."',
      '{elder} said that there were two kinds of brave, the loud kind and the useful kind, and that {hero} was the useful kind.',
      '"My knees were shaking all the time," said {hero}. "I saw it," said {friend}, "but they shook in the right direction."',
      '{hero} kept a list of the things that {hero.he} was afraid of. That night {hero.he} took it out from under the pillow and crossed off a line.',
    ],
  },
  quick: {
    shows: [
      'If you blinked, {hero} was gone. {hero.he} ran to school, ran home again and ran errands for half of {home} in between. {hero.his} shoes never lasted longer than a summer.',
      '{hero} did everything fast. {hero.he} ate fast, talked fast and was out of the door while other people were still looking for their hats.',
      '"Catch me!" was what {hero} said most often, and nobody ever did. {hero.he} had worn a groove in {path}, people said, from {hero.his} own door to {place1}.',
      '{hero} could be {place1.at} and back while the kettle boiled. {hero.his} mother had given up calling {hero.him} for supper. She only had to think of supper, and there {hero.he} stood.',
    ],
    tells: [
      'For once in {hero.his} life {hero} walked home slowly. {hero.he} wanted that day to last.',
      '"Quick feet are good," said {elder}, "but today you had quick thoughts, and those are better."',
      '"How did you get there so soon?" they asked. {hero} shrugged. "I started before I had finished thinking," {hero.he} said. "The rest I thought on the way."',
      '{friend} came in last, quite out of breath, and said what {friend.he} always said. "One day I shall buy you a pair of very heavy boots."',
    ],
  },
  shy: {
    shows: [
      '{hero} was shy. In company {hero.he} looked at {hero.his} shoes, and when strangers asked {hero.his} name, {hero.he} said it so softly that they had to ask again. But {hero.he} saw everything, and forgot nothing.',
      'There were days when {hero} spoke to nobody but the cat. It was not that {hero.he} had nothing to say. The words simply liked it better inside.',
      'When visitors came, {hero} was usually under the stairs with a book. {friend} was the only one who knew which stairs. {friend} would knock three times and push an apple through the gap.',
      '{hero} spoke little and listened a great deal. People told {hero.him} things that they told nobody else, because {hero.he} never laughed and {hero.he} never passed them on.',
    ],
    tells: [
      'From then on people in {home} knew that when {hero} spoke, it was worth being quiet for.',
      '{hero} still looked at {hero.his} shoes sometimes. But now and then {hero.he} looked up, and found that people were smiling.',
      '"You should say more," said {elder}. "You say it so well." {hero} went as red as a beetroot, and thought about it for a week.',
      '{friend} counted how many words {hero} said on the way home. There were nineteen, and {friend} was as proud as if they had been {friend.his} own.',
    ],
  },
  kind: {
    shows: [
      '{hero} could not pass a beetle on its back without turning it over. {hero.he} shared {hero.his} bread with the ducks, the neighbours and anybody who sat alone.',
      'When somebody in {home} was ill, it was {hero} who brought the soup. When somebody was sad, {hero} came too, and did not say much, and stayed.',
      'There was always somebody at {hero}\'s table who did not live there. Once it was a pedlar, once it was a lost child, and for a whole winter it was a hen. {hero} simply moved up a little.',
      '{hero} gave {hero.his} gloves to {friend} on cold mornings and said that {hero.his} own hands were warm. They were not. {friend} knew it, and on the way home {friend} gave them back and said the same.',
    ],
    tells: [
      '"Kindness is like bread," said {elder}. "You cannot keep it. You can only make it again each day." And {hero} did.',
      'If you had asked {hero}, {hero.he} would have said that it was nothing. But {friend} knew better, and so do we.',
      '"What do you want for it?" people asked. {hero} could never think of anything. "Pass it on," {hero.he} said at last, and so they did, and it is still going round.',
      '{elder} wiped {elder.his} eyes and said that it was the wind. There was no wind, but {hero} looked politely at the clouds.',
    ],
  },
  tidy: {
    shows: [
      '{hero} liked things in rows. {hero.he} kept {hero.his} pencils by length and {hero.his} marbles by colour, and even the stones along {hero.his} window stood from small to large.',
      'In {hero}\'s room everything had a place, and {hero} could find it in the dark. {friend}, who could not find {friend.his} own bed by daylight, thought that this was magic.',
      '"Feet!" said {hero}, when anybody came in at the door, and even {elder} wiped {elder.his} boots. {hero} had once dusted {path}, or so {friend} told people. It was only half of {path}.',
      '{hero} had eleven boxes, and on each stood in neat letters what was in it. There was one box on which stood "Things that do not belong in any box". It was {friend}\'s favourite.',
    ],
    tells: [
      'That evening {hero} left one marble lying on the floor, on purpose. It looked rather cheerful there.',
      '"A place for everything," said {friend}, and for once {friend.he} hung up {friend.his} coat.',
      '"Everything in its place again," said {hero}, and brushed the dust from {hero.his} hands. It was the best feeling that {hero.he} knew.',
      '{hero} had one box for things that do not belong in any box. That night {hero.he} opened it, put the memory of the day inside, as it were, and closed the lid.',
    ],
  },
  cheerful: {
    shows: [
      '{hero} sang while {hero.he} washed, while {hero.he} walked and while {hero.he} weeded the beans. {hero.he} knew only four songs, but {hero.he} knew them thoroughly.',
      'On wet days {hero} was glad of the puddles, and on dry days {hero.he} was glad of the dust, because you could draw in it. It was hard to be gloomy near {hero}, though some people tried.',
      '{hero} whistled. {hero.he} whistled in the morning and {hero.he} whistled in bed. If it was quiet in {home}, people asked each other whether {hero} was ill.',
      'Once {hero} fell into the rain barrel in {hero.his} best clothes, and came up laughing, with a frog in {hero.his} pocket. "I had wanted a bath anyway," {hero.he} told {hero.his} mother, "and the frog wanted company."',
    ],
    tells: [
      'And {hero} sang all the way home, the fourth song, which is the longest.',
      '"What would you have done if it had all gone wrong?" asked {friend}. {hero} thought about it. "Laughed," {hero.he} said, "and begun again."',
      '"I knew that it would turn out well," said {hero}. "You always say that," said {friend}. "And in the end I am always right," said {hero}, "if the end is long enough."',
      'Somebody was whistling along {path} that evening, and all through {home} people put down their forks to listen, and smiled.',
    ],
  },
  dreamy: {
    shows: [
      '{hero} walked about with {hero.his} head in the clouds. {hero.he} put salt in the tea and sugar on the eggs, and twice {hero.he} had gone to school on a Sunday.',
      'While the others played, {hero} watched the sky and gave names to the clouds. "That one is a whale," {hero.he} would say, "and that one is {a thing}."',
      '"{hero}!" people called, and "{hero}!" again, and the third time {hero.he} heard it. {hero.he} had been far away, on the back of a whale perhaps, or at the bottom of the sea, where the bells are.',
      'It took {hero} an hour to walk to school, and it took {friend} ten minutes. "What do you do all that time?" asked {friend}. "I look," said {hero}. "You would not believe how much there is on the way."',
    ],
    tells: [
      '"I was only thinking," said {hero}. "Then go on thinking," said {elder}. "The rest of us can carry the wood."',
      'That night {hero} dreamed that it all happened again, only with more whales.',
      '"Was it as you had imagined it?" asked {friend}. "No," said {hero}, after some thought. "I had not imagined the mud."',
      '{hero} looked out of the window. One cloud looked exactly like {elder} on a bicycle. {hero.he} decided to keep that one to {hero.himself}.',
    ],
  },
  clever: {
    shows: [
      '{hero} had a way of turning a problem round until it had a handle. {hero.he} had taught the cat to open the door, and later, when that became a nuisance, {hero.he} had taught it to shut the door as well.',
      'People in {home} brought {hero} their stuck drawers and their riddles. {hero.he} frowned, hummed, scratched {hero.his} left ear, and by supper the thing was done.',
      'When {hero} was five, {hero.he} had worked out how many steps there were in all of {home}. Nobody had asked for it, but {elder} checked the number, and it was right, except for one loose step that wobbled.',
      '"There is always another way," said {hero}, and {hero.he} usually knew two. {friend} was the one who asked which of them was less wet.',
    ],
    tells: [
      '"How did you think of it?" asked {friend}. "I thought of everything else first," said {hero}, "and that was what remained."',
      '{elder} shook {hero}\'s hand as one shakes the hand of a grown-up, and {hero} did not wash it until Sunday.',
      '"It was quite simple," said {hero}. "It is simple now," said {friend}. "An hour ago it was impossible."',
      '{hero} scratched {hero.his} left ear. There was one thing that {hero.he} still did not understand, and it was a happy thought. There would be something to do tomorrow.',
    ],
  },
};
