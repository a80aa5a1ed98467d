/** What one says without thinking. */
import { pairs } from './kit.mjs';

const PHRASES = pairs(`
Good morning!|Bonjour !
Good evening!|Bonsoir !
Good night!|Bonne nuit !
Goodbye!|Au revoir !
See you tomorrow!|À demain !
See you soon!|À bientôt !
See you tonight!|À ce soir !
Thank you.|Merci.
Thank you very much.|Merci beaucoup.
Thank you for your help.|Merci de votre aide.
You are welcome.|Je vous en prie.
Excuse me.|Excusez-moi.
Forgive me.|Pardonnez-moi.
How are you?|Comment allez-vous ?
I am very well, thank you.|Je vais très bien, merci.
What is your name?|Comment vous appelez-vous ?
Where do you come from?|D'où venez-vous ?
Have a good trip!|Bon voyage !
Enjoy your meal!|Bon appétit !
Happy birthday!|Joyeux anniversaire !
Welcome!|Bienvenue !
Of course.|Bien sûr.
No problem.|Pas de problème.
I don't know.|Je ne sais pas.
I don't understand.|Je ne comprends pas.
Can you repeat that, please?|Pouvez-vous répéter, s'il vous plaît ?
Speak more slowly, please.|Parlez plus lentement, s'il vous plaît.
The bill, please.|L'addition, s'il vous plaît.
What time is it?|Quelle heure est-il ?
Where are the toilets?|Où sont les toilettes ?
Help!|Au secours !
Stop!|Arrêtez !
Be careful!|Faites attention !
Call the police!|Appelez la police !
Call a doctor!|Appelez un médecin !
I am looking for a doctor.|Je cherche un médecin.
It is too late.|C'est trop tard.
It is very kind of you.|C'est très aimable à vous.
Have a nice day!|Bonne journée !
Have a nice evening!|Bonne soirée !
Good luck!|Bonne chance !
Cheers!|Santé !
What does this word mean?|Que veut dire ce mot ?
Do you have a cheaper room?|Avez-vous une chambre moins chère ?`);

export const MANNERS = [
  { name: 'manners', quota: PHRASES.length, build: (r) => { const { en, fr } = r.pick(PHRASES); return { en, fr }; } },
];
