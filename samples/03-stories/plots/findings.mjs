/** Plots about things and creatures that are lost, found and returned. Every beat is a list of ways to tell it. */
export const LOST_THING = {
  titles: ['The Lost {thing}', '{hero} Looks Everywhere', 'Where Was the {thing}?', 'The {thing} That Was Not There'],
  beats: [
    [
      'Of all the things that {hero} owned, {hero.he} loved {hero.his} {thing} most. It had belonged to {hero.his} grandmother, who had carried it [across two countries|through three wars|from a town far away]. And on that day it was gone.',
      'On {hero.his} last birthday {hero} had been given {a thing}. {hero.he} took it everywhere and [hung it over the bed every night|showed it to anybody who asked|never let it out of {hero.his} sight]. So when {hero.he} reached for it and found nothing, {hero.his} stomach turned cold.',
      '{hero}\'s uncle had once brought {hero.him} {a thing} from the other end of the country. There was [no other like it|only one of its kind|nothing finer] in all of {home}. And now {hero} could not find it anywhere.',
    ],
    [
      '{hero} looked under the bed, behind the stove and inside both boots. {hero.he} shook out the blankets. {hero.he} found a [button|biscuit|marble] that {hero.he} had lost last winter, but there was no {thing}.',
      '"Think," said {friend}. "Where did you have it last?" {hero} shut {hero.his} eyes and thought. "I had it {place1.at}," {hero.he} said slowly. "And I had it when we went along {path}. After that I don\'t remember."',
      'First {hero} searched the house, from the cellar to the roof. Then {hero.he} searched the yard. {hero.his} mother searched, and {hero.his} father searched, and even the cat [looked under the cupboard|put its nose into the basket|seemed to be looking for something].',
    ],
    [
      'So they went back {place1.to}, where {place1.where}, and walked with their eyes on the ground. They found [a rusty nail, two feathers and a blue bead|half a plate and somebody\'s left glove|a penny so old that the king had worn away]. They did not find the {thing}.',
      '{place1}, where {place1.where}, was the first stop. They asked everyone they met. "{a thing}?" people said, and shook their heads. "No, but I will keep my eyes open."',
      'They searched {place1.at} until their knees were dirty. "Perhaps a bird took it," said {friend}. "[Jackdaws|Magpies|Crows] like things like that." {hero} looked up at the sky and did not find this a comfort.',
    ],
    [
      'Then they met {elder}, {elder.who}. {elder.he} listened to the end, which not all grown-ups do. "I saw no {thing}," said {elder}, "but this morning I did see {other} {place2.at}, holding something up to the light."',
      '{elder}, {elder.who}, was just [locking the door|sweeping the step|drinking tea in the sun]. "When I lose a thing," {elder.he} said, "I stop looking for the thing. I look for the place where I stopped holding it." {hero} thought about that. Where had {hero.he} needed both hands?',
      '"Ask {other}," said {elder}, {elder.who}. "Whatever is lost in {home} comes to {other} sooner or later. I have never known why." So off they ran {place2.to}, as fast as they could.',
    ],
    [
      '{place2.at}, where {place2.where}, {hero} stopped. {hero.he} had climbed up here yesterday, and for that {hero.he} had needed both hands. {hero.he} put {hero.his} arm into the gap between two [stones|boards|beams], and felt something [cold|smooth|small] at the very back. It was the {thing}!',
      '{other}, {other.who}, was {place2.at}, where {place2.where}. "Is this what you are looking for?" asked {other}, and there in {other.his} hand lay the {thing}. "I found it on {path}. I have been asking everybody whose it was."',
      'They came {place2.to}, and {hero} heard it before {hero.he} saw it. {a animal} was [sitting in the straw|playing behind a barrel|lying in a patch of sun], and close beside it, a little dirty but quite whole, was the {thing}.',
    ],
    [
      '"There you are," whispered {hero}, as if the {thing} could hear. {hero.he} rubbed it clean on {hero.his} sleeve. {friend} let out a long breath. "Next time," said {friend}, "we tie it to you with a rope."',
      '{hero} held it tight with both hands. [{hero.he} laughed and nearly cried|{hero.he} danced once round the nearest barrel|{hero.he} could not say a word], and {friend} clapped {hero.him} on the back so hard that {hero.he} almost dropped it again.',
      '"How can I thank you?" asked {hero}. "Carry my basket home," said {other}, {other.who}, "and tell me what is so special about it." And so, all along {path}, {hero} told the story of the {thing}.',
    ],
    [
      'Since that day the {thing} has hung on a nail by {hero}\'s door. {hero.he} touches it when {hero.he} goes out and again when {hero.he} comes in, and it has never been lost since.',
      '{hero} put up a shelf above {hero.his} bed, rather a crooked one. "What is that for?" asked {elder}. "For things that I can\'t bear to lose," said {hero}. And only one thing was ever put on it.',
      'When {hero} told it at home, {hero.his} mother said, "Things that are loved are found more often." Perhaps it is so. Or perhaps they are only looked for longer.',
    ],
  ],
};

export const STRAY = {
  titles: ['The {animal}', '{hero} and the {animal}', 'A Visitor in {home}', 'Whose {animal}?'],
  beats: [
    [
      'It was {friend} who heard it first, a small sad sound {place1.at}. They crept closer. There, where {place1.where}, sat {a animal}. It looked at them with round eyes and did not run away.',
      'After {weather} had passed, {hero} went out to see what it had left behind. There were broken branches and somebody\'s hat. And there, curled up {place1.at}, was {a animal}, hungry and all alone.',
      '"Don\'t move," whispered {hero}. There {place1.at}, not three steps away, stood {a animal}. It had [a cut on one foot|a piece of rope round its neck|mud up to its ears], and it was trembling.',
    ],
    [
      '{hero} sat down on the ground to look smaller. {hero.he} held out a bit of [bread|cheese|apple] and waited. It took a long time. At last the {animal} came one step nearer, and then another, and ate from {hero.his} hand.',
      '"It is hungry," said {hero}. "It is lost," said {friend}. They were both right. {hero} took off {hero.his} scarf and wrapped it round the {animal}, and so they brought it home, slowly, one step at a time.',
      'They made a bed of clean straw in the shed. The {animal} turned round in it three times, [sighed like an old man|hid its nose|closed one eye], and fell asleep. {hero} sat beside it until it was dark.',
    ],
    [
      '"You may keep it until we know whose it is," said {hero}\'s mother. "Somebody may be missing it." {hero} had not thought of that. Suddenly {hero.he} hoped very hard that nobody was.',
      '{elder}, {elder.who}, came to have a look. {elder.he} felt its legs and looked into its eyes. "Thin, but sound," said {elder}. "Give it food and rest. And then, {hero}, you must find out where it belongs."',
      'By the next morning the whole of {home} had heard of it. Some came with advice and some came with scraps. {friend} came with a name. They called it [Button|Biscuit|Thimble|Pepper|Whistle], and it seemed to like that.',
    ],
    [
      'So {hero} and {friend} went from door to door. They asked {place2.at}, where {place2.where}, and they asked along {path}. "No," people said, "not mine." With every no {hero} felt a little lighter.',
      'They painted a notice in big red letters and hung it up {place2.at}. FOUND, it said, ONE {animal.upper}. For two days nobody came. On the third day somebody did.',
      '"Try {other}," said {elder} at last. {other}, {other.who}, lived beyond {place2}, and few people went there after dark. {hero} swallowed. Then, with the {animal} between them, they set out.',
    ],
    [
      '{other}, {other.who}, opened the door, and the {animal} gave a great leap. "There you are, you rascal!" cried {other}, and {other.his} voice shook. "Four days I have looked for you. Four days and four nights."',
      'When {other}, {other.who}, saw the {animal}, {other.he} sat down quite suddenly. "I thought the storm had taken it," {other.he} said. The {animal} came and leaned against {other.him} as if there had never been any other place.',
      '"It was never anybody\'s," said {other}, {other.who}, when they asked. "It comes and goes. It goes to those who need it, and it stays until they don\'t." {hero} looked at the {animal}, and the {animal} looked at the open door.',
    ],
    [
      '{hero} tried to be glad, and almost managed it. "You must visit us," said {other}, who had seen {hero.his} face. "Every day, if you like. It will need somebody to run with. I am too old for running."',
      'Saying goodbye was hard. {hero} stroked the {animal} once between the ears and walked away without looking back, until {friend} pulled at {hero.his} sleeve. The {animal} was following them, all the way to the corner, as if to see them safely home.',
      'They let it choose. For a long time the {animal} stood between them and the open country. Then it went, [quickly and quietly|with one look back|without any hurry], and the place where it had stood seemed very empty.',
    ],
    [
      'But the story does not end there. On the first cold evening of the year something scratched at {hero}\'s door. {hero.he} opened it, and in walked the {animal}, as if it had only been round the corner.',
      'Now {hero} goes there every day after school, and {friend} goes too. The {animal} hears their steps on {path} long before anybody else does, and it is always at the gate before them.',
      'In spring {other} came to the door, smiling from ear to ear. "Come and see," said {other}. In a corner, in the clean straw, lay something very small and very sleepy. "It has a family now," said {other}, "and this one needs a friend."',
    ],
  ],
};

export const DELIVERY = {
  titles: ['A Parcel for {other}', '{hero} on the Road', 'Through {storm.the}', 'The Long Way to {place3}'],
  beats: [
    [
      '"Somebody must take this to {other}," said {hero}\'s mother, and she put a parcel on the table. "{other.he} is waiting for it {place3.at}, and {other.he} has hurt {other.his} foot." {hero} had {hero.his} coat on before {hero.his} mother had finished.',
      '{elder}, {elder.who}, stopped {hero} in the street. "You have good legs," said {elder}. "Will you carry a parcel for me? It must be in {other}\'s hands before dark, and {other} is {place3.at}."',
      'It was {other}\'s birthday, and the whole street had put together for a present. Somebody had to take it there. {other}, {other.who}, was {place3.at}, and that was a long way off, even on a fine day. This was not a fine day.',
    ],
    [
      '{friend} came too. They took [a lantern|a stick each|a piece of rope], and in a bag they had some {food}, for {friend} never went anywhere without something to eat. The sky was [low and yellow|the colour of slate|quite still].',
      '"Keep to {path}," said everybody, "and don\'t stop, and be back before night." {hero} and {friend} nodded at all of it, and off they went, with the parcel safe under {hero}\'s coat.',
      'At first it was easy. They walked along {path}, and they sang, and they passed {place1}, where {place1.where}. "We shall be there by noon," said {friend}. It is a thing that people should not say.',
    ],
    [
      'For then {storm} came down on them. In a minute they could not see [the path|each other\'s faces|their own boots]. "Take my hand," shouted {hero}, "and whatever happens, don\'t let go!"',
      'They had not gone half of the way when they walked into {storm}. It came at them [from the front and from the side|from everywhere at once|like something alive]. {friend} wanted to turn back. "Back is as far as forward," said {hero}, and so they went forward.',
      'Then, {place2.at}, they found that the way was blocked. {storm} had been there before them, and a great heap of [stones|broken branches|earth and rubble] lay across {path}. There was no way over it and no way round.',
    ],
    [
      '{hero} thought. "When you can\'t go over a thing," {hero.he} said, "and you can\'t go round it, you find a way through." {hero.he} pushed the parcel ahead and crawled after it on {hero.his} stomach. It was dark and tight, and there were beetles. But on the other side there was the path again.',
      'They found shelter {place2.at}, where {place2.where}. There they shared the {food} and waited. "What if it never stops?" asked {friend}. "Everything stops," said {hero}. And after a while, as if it had heard, it did.',
      'Just as their courage was running out, a light came swinging towards them. It was {elder}, wrapped up to the eyes. "I had a feeling," said {elder}. "Walk behind me, and step where I step." And so they passed {place2}, one behind the other, like three geese.',
    ],
    [
      'At last they stood {place3.at}, where {place3.where}, and knocked with hands that could hardly feel. {other}, {other.who}, opened the door. "Children!" cried {other}. "In this weather?" "It couldn\'t wait," said {hero}.',
      'There was one lamp burning {place3.at}. Never had a lamp looked so good. {other} sat them down by the stove, pulled off their boots, and gave them something hot to drink before {other.he} would look at anything.',
      '{other} was [asleep in a chair|sitting at the window|standing in the doorway] when they came, dripping on the clean floor. {hero} reached under {hero.his} coat and felt the parcel. It was dry. After all that, it was dry.',
    ],
    [
      '{other} opened it slowly and looked for a long time without a word. "You don\'t know what you have brought me," said {other} at last. "I had {a thing} just like this one when I was your age, and I lost it. I never thought that I should see another."',
      'Inside were [a pair of warm socks|twelve ginger biscuits|pictures of people from long ago], and on top lay a note. When {other} had read it, {other.he} laughed until the chair shook. "That has done me good," {other.he} said. {hero} never did find out what was in the note.',
      '"I had thought that everybody had forgotten me," said {other}. {friend} looked at {hero}, and {hero} looked at {friend}. From now on, they both decided without a word, somebody would come every week.',
    ],
    [
      'They stayed the night. In the morning the sky was washed clean, and they went home along {path} in bright sunshine. It took them less than an hour. "It was much longer yesterday," said {friend}, and that was true.',
      'When they came home, half of {home} was standing in the road with lanterns. {hero}\'s mother said nothing. She only held {hero.him} very tightly, and then she held {friend} as well, to be fair.',
      '{hero} was given a penny for the errand. {hero.he} did not spend it. {hero.he} keeps it in a box, and when a day looks too long or too wet, {hero.he} takes it out and looks at it.',
    ],
  ],
};
