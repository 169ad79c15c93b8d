//! Frequent given names, in plain letters. They count only before another capitalised word, or where something else says that a
//! person is named. Left out are those that are words, months, places or products more often than names.
//!
//! Sources: US Census Bureau, "Frequently Occurring Surnames and Names", 1990 (public domain); names of other countries by the
//! number of national name statistics they appear in, as gathered in the locale lists of Faker (MIT), and the most frequent names of
//! countries those lists are short of.

use super::super::words::{Words, count};

const LISTS: [(u32, &str); 1] = [(
    1,
    "\
     aarav aaron abdallah abdel abdul abdullah abdulrahman abel abena abigail abraham adam ade adebayo adela adele adelina \
     adeline aditya adolf adrian adriana adrienne agata agatha agnes agnieszka agustina ahmad ahmed ahmet aida aimee aino \
     aisha ajay akash akiko akira alain alan alasdair alastair alba albert alberta alberto albin albina aldo alejandra \
     alejandro aleksander aleksandra aleksey alena alessandro alessio alex alexander alexandra alexandre alexei alexey \
     alexia alexis alf alfons alfonso alfred alfredo alice alicia alida alina aline alisa alison alistair alix allan allen \
     allison alton alva alvaro alvin alyssa amalia amanda amara amelia amelie amin amina amir amira amit amy ana anais \
     anand anastasia anatoly anders andras andre andrea andreas andreea andres andrew andrey andriy andrzej andy anette \
     angela angele angelica angelika angelina angelo angie angus anica anil anita anja anjali anka ankit ann anna anne \
     anneke anneli annette annie annika anny anthony antoine antoinette anton antonella antonia antonina antonio antony \
     antti aoife arash archie ariana ariane ariel arjun arkady arlene armand armando arne arno arnold aron artem arthur \
     artur arturo aryan asa ashley ashok astrid attila audrey augustin augusto aurelia axel ayla aylin ayse ayumi babak \
     babatunde bakr balazs barbara barnaby barry bart bartosz beata beatrice beatriz becky bela belinda ben bengt benita \
     benito benjamin bennie benny benoit berit bernadette bernard bernardo bernd bernhard bernice bert berta bertha bertram \
     bessie beth bethany bettina betty beulah bianca bianka bilal billie billy birgit birgitta bjarne bjorn blake blanca \
     blanche blanka bobbie bobby bogdan bonnie boris borje bozena brad bradley bram brandi brandon brandy brenda brent \
     brett brian bridget brigitta brigitte britta brittany bronwen brooke bruce bruno bryan burak byron caio callum calvin \
     cameron camilla camille candace candela candice carina carl carla carlo carlos carlton carmela carmelo carol carole \
     caroline carolyn carrie casey cassandra catalina caterina catherine cathleen cathrine cathy catriona cecil cecile \
     cecilia cedric celia celina celine cesar chantal charlene charles charlie charlotte cheryl chester chiara chidi \
     chinedu chioma chloe chris christa christel christina christine christophe christopher christy chukwu cian ciara cindy \
     claire clara clarence claude claudette claudia claudine claudio clemence clement clifford clifton clinton clive clyde \
     cody colette colin colleen concepcion concetta connie conny conor cora corey corina corinne cornelia cornelius cory \
     courtney craig cristian cristina cristobal csaba curt curtis cynthia cyril daan dagmar dagny daisuke dalia dalibor \
     damian damien damir damon dana danica daniel daniela daniele daniella danielle danilo danny dany daphne daria dario \
     darius dariush dariusz darlene darrell darren darryl daryl dave david deanna debbie debora deborah debra declan deepa \
     deepak delbert delia della delores delphine denis denise dennis derek derrick desiree detlef devin diana diane dianne \
     didier diego dieter dimitri dimitrios dimitris dina dinesh dino dion dirk divya dmitri dmitry dolores domenico dominic \
     dominik dominique donald donato donna donnie doreen dorian doris dorota dorothea dorothy doug douglas duane duc \
     dumitru dusan dustin dwayne dwight dylan eamon earnest eberhard eddie eddy edgar edgard edit edita edith edmond edmund \
     edna eduard eduardo edvard edward edwin eero eileen einar ekaterina elaine eldon eleanor elena eleni eleonora elfriede \
     eli elia eliana elias elif elin elina elisa elisabet elisabeth elisabetta elise eliska eliza elizabeth ella ellen \
     ellie elliot elly elma elmer elna eloise elsa else elsie elton elva elvin elvira elvis ema emanuel emeka emil emile \
     emilia emilie emilio emily emin emine emma emmanuel emmanuelle emmy emre encarnacion enrico enrique enzo eoin eric \
     erica erick erik erika erin erling erma erna ernest ernesto ernst ervin erwin erzsebet esperanza esteban estefania \
     estella estelle ester esther ethan ethel etta euan eugen eugene eugenia eunice eva evan eve evelina eveline evelyn \
     evelyne everett evgeny evita ewa ewald fabian fabiana fabio fabrice fabrizio facundo fannie fanny farah farhad farid \
     fatih fatima fatma faye federica federico felicia felipe felix femke ferdinand ferenc fergus fernand fernanda fernando \
     filip filippa filomena finn fiona flavia flavio flora florent florian florin floyd folake fran frances francesca \
     francesco francine francis francisca francisco frank franklin frans frantisek franz fraser fred freddie freddy \
     frederic frederick frederik fredrick frida frieda friedrich fritz fyodor gabor gabriel gabriela gabriella gabrielle \
     gael gaetano gail galina ganesh gareth garrett garry gary gaston gaurav gayle gemma genevieve gennady gennaro geoffrey \
     georg george georgette georgina georgios gerald geraldine gerard gerardo gerda germaine gerrit gert gertrude gheorghe \
     giacomo giancarlo gianluca gianni gilbert gilberto gilda gina gino giorgia giorgio giorgos giovanna giovanni gisela \
     gisele gita giuliana giuseppe gladys glenda glenn gloria gokhan gonzalo goran gordon graham greg gregg gregor gregory \
     greta grigory grzegorz guadalupe gudmundur gudrun guenter guido guilherme guillaume guillermo gunilla gunnar gunter \
     gunther gustav gustavo gwendolyn gyorgy hakan hala hamid hamish hamza hana hanna hannah hanne hannes hans haoran \
     harald harish harold harriet harry haruka haruto hasan hassan hattie hector heidi heike heikki heinrich heinz heitor \
     helen helena helene helga helge helmut hendrik henri henrietta henriette henrik henry herbert herman hermina hernan \
     herve hilda hildegard hilma hiroko hiroshi hoang holger homer horace horst howard hubert huda hugh huong huseyin \
     hussain hyun iain ian ibrahim ida ifeoma ignacio igor iker ilaria ilkka ilona ilse ilya imelda imogen imre ina ines \
     inez inga inge ingeborg inger ingrid inmaculada ioan ioana ioannis ira irena irene irina irma isa isaac isabel isabela \
     isabella isabelle isha isla ismael ismail istvan itziar iva ivan ivana iveta ivo ivonne iwona jaakko jacek jackie \
     jacob jacqueline jacquelyn jacques jadwiga jaime jake jakob jakub jamal james jamie jana jane janet janette janice \
     janie janina janine janis janne janos jared jari jarmo jaroslav jasmin jasmina jason jasper javad javier jay jean \
     jeanette jeanine jeanne jeannette jeannine jeff jeffery jeffrey jelena jenifer jenna jennie jennifer jenny jens \
     jeremiah jeremy jermaine jeroen jerome jerry jerzy jesper jesse jessica jessie jessy jesus jill jim jimena jimmie \
     jimmy jiri jisoo jitka jiwoo joachim joakim joan joann joanna joanne joao joaquim joaquin jocelyn jochen jodi joe joel \
     joelle joerg joey johan johann johanna johannes john johnathan johnnie johnny jon jonas jonatan jonathan jonathon \
     jonna joost jorg jorge jorgen joris jose josef josefina joseph josephine joshua joyce jozef jozsef juan juana juanita \
     judith judy juergen juha juhani jukka jules julian juliana julianna julie julien juliette julio julius junjie jurgen \
     justin justina justine jutta kaija kalevi kamil kamila kara karan kareem karel karen kari karim karin karina karl \
     karla karlheinz karol karolina karoly kasper katalin katarina kate katerina katharina katharine katherine kathleen \
     kathryn kathy katia katie katja katrin katrina katy kavita kayla kazimierz kazuko kees keiko keith kelli kelly ken \
     kenji kenneth kenny kenta kerstin kevin khadija khaled khalid khalil kian kiara kimberley kimberly kimmo kiran kirill \
     kirk kirsten kirstin kjetil klara klaus kofi konstantin konstantinos kornelia kostas kris krishna krista kristen \
     kristi kristian kristin kristina kristine kristy krystyna krzysztof kurt kwame kyle laetitia laila lajos lakshmi lana \
     lara larisa larissa larry lars lasse laszlo latoya laura lauren laurence laurie lautaro lavinia lawrence layla leah \
     leana leandro leif leila lena lenka lennart leona leonard leonardo leone leonid leonie leonor leonora leopold leroy \
     leslie lester leszek leticia levi lewis leyla lia liam liana lidia lidija lieselotte liisa lili lilia lilian liliana \
     lilla lillian lillie lilly lina linda lindsay lindsey linh linn linnea lionel lisa lisbeth lise lisette livia lloyd \
     lois lola lone lonnie loredana lorena lorenzo loretta lori lothar lotta lotte louie louis louisa louise lowell luana \
     lubomir luc luca lucas lucia luciana luciano lucie lucien lucille lucinda lucio lucy ludek ludmila ludovic ludwig \
     luigi luis luisa luiz luka lukas lukasz luke lula luther luz lydia lydie lyle lynda lynn lynne lyudmila maarten mabel \
     macarena maciej madeleine madeline maelle magali magda magdalena maggie magnus mahdi mahesh mahmud maia maja majid \
     makoto maksim malcolm malgorzata malik malika malin mamie mandy manfred manish manoj manuel manuela mara marc marcel \
     marcela marcella marcelo marcia marco marcos marcus mare marek maren margaret margareta margarete margaretha margarita \
     margie margit margot margret marguerite mari maria mariam marian mariana marianna marianne marie marieke marija marika \
     marilyn mario marion marisa marisol marissa marit marita marius marja marjorie markku marko markus marlene marloes \
     marlon marsha marta martha martijn martin martina martine marvin mary maryam maryann marzena matej mateo mateusz \
     matheo mathew mathias mathilde matias matilda matilde matt matteo matthew matthias matti mattie maud maude maura \
     maureen maurice mauro maxim maximilian maxine maya meera megan mehdi mehmet melania melanie melina melinda melissa \
     melvin merve mette mia michael michaela michal micheal michel michela michele michelle mieczyslaw miguel mihai mika \
     mikael mike mikhail mikko miklos mila milan milda mildred milena milica milka milo milos milton minh minjun minna \
     minnie mira miranda miriam mirjam mirko miroslav misaki mitchell mohamed mohammad mohammed mohan molly mona monica \
     monika monique montserrat muhammad mukesh murat muriel musa mustafa mykola myra myriam myron nada nadezhda nadia \
     nadine nadja nancy nanna naoki naomi nasrin nasser natacha natalia natalie natalya natanael natasa natasha nathalie \
     nathan nathaniel naveen neal neha neil nellie nelly ngozi nguyen niamh nicholas nick nico nicola nicolae nicolas \
     nicole nicolo niels nienke nigel nikhil nikita niko nikola nikolai nikolaos nikolay nikos nils nina nisha nitin noa \
     noah noe noel noelle noemi nomvula noor nora norah norbert nuria odette ofelia oisin oksana olaf olafur olav olavi \
     oleg oleksandr olena olga oliver olivia olli olumide oluwaseun omar omer ondrej oscar oskar osman otavio otieno otis \
     otmar owen oystein ozlem pablo padraig paivi pam pamela panagiotis pankaj paola paolo parisa pascale pasquale patrice \
     patricia patrick patrik patsy patty paul paula paulette paulina pauline paulo pavel pawel pedro peggy pekka perla \
     perry pete peter petra petri philip phillip phuong phyllis pierre pieter pietro pilar pim piotr pirjo pooja poppy \
     pradeep prakash pranav praveen preben priscilla priya priyanka przemyslaw qiang quang quentin rachael rachel rafael \
     rafaela raffaele rahul raimo rajesh rajiv rakesh ralph ramesh ramiro ramon ramona randall randolph rania raoul raphael \
     raquel rashid rasmus raul ravi rayan raymond rebeca rebecca reginald reinhold remi rena renata renate renato rene \
     renee reza rhonda rhys ricardo richard rick rickey ricky riitta rik rita ritu ritva robert roberta roberto robyn rocco \
     rocio roderick rodney rodolfo rodrigo roger rohan rohit roland rolando rolf romana romeo romina ronald ronja ronnie \
     ronny roos rosa rosalia rosalie rosanna rosaria rosemarie rosemary rosie rosita roxanne roy roza rozalia ruben rudi \
     rudiger rudolf rudolph rudy rupert ruslan russell ruth ruud ryan ryszard saad sabina sabine sabrina sachin sadie saeed \
     sakura salim sally salma salome salvador salvatore sam samanta samantha sami samir samira samuel sandeep sander sandor \
     sandra sandro sangmin sanjay sanjeev sanna sanne santosh saoirse sara sarah saskia satish satoshi sean sebastian \
     selena selin selma seojun seppo serena sergei sergey sergio serhiy serkan seth shana shane sharon shaun shawn sheila \
     shelia shelley shelly sheri sherri sheryl shirin shirley shota shreya shruti sidney siegfried sigrid sigrun sigurd \
     sigurdur silke silvana silvia silvio simon simona simone sinead siobhan sipho sjoerd slawomir sneha sofia sofie \
     soledad solveig sonia sonja sonny sonya soojin sophia sophie soren spencer stacey stacy stan stanislav stanislaw \
     stanley stefan stefania stefanie stefano steffen stella stephan stephanie stephen steve steven stuart sture sudha \
     sunil sunita suresh susan susana susanna susanne susie suzana suzanne sven svetlana swati sylvain sylvester sylvia \
     sylvie szymon tadeusz takashi takeshi tamara tammy tamsin tania tanja tanya tapani tara tariq tarja tatiana tatjana \
     tatyana ted teddy teemu temitope teodor terence teresa tereza terje tero terrance terrence terri terry thabo thanh \
     thea thelma theo theodor theodora theodore theresa therese theresia thiago thibault thijs thomas thor thorsten thuy \
     tibor tiffany tim timea timo timothy tina tiziana tiziano tjalling tobias todd tom tomas tomasz tommy tomoko toni tony \
     tonya torben torbjorn torsten tracey tracy trang trevor tristan trond troy tuan tunde tuomas tuula tyrone udo ulla \
     ulrich ulrike umar umberto ursula usha uwe vaclav valdemar valentin valentina valentine valentino valeria valerie \
     valery valter vanesa vanessa varun vasile vasilis vasily veikko velma verna vernon veronica veronika vicente vicki \
     vickie vicky victor vijay vikram viktor viktoria ville vilma vince vincent vincenza vincenzo vinod violeta virgil \
     vitaly vitoria vivek vivian viviana vivien vladimir vladislav vlasta vojtech volker volodymyr vyacheslav waldemar \
     walid walter waltraud wanda wanjiru wendell wendy werner wesley wieslaw wilbur wilhelm willard willem william willie \
     willis willy wilma wim wojciech wolfgang wouter xavier xenia xiaoming xiaoyu ximena xiu yannick yannis yaroslav yasin \
     yasmin yasmina yasmine yasser yaw yekaterina yelena yevgeny yoko yolanda youssef yui yuki yulia yumi yuri yury yusuf \
     yves yvette yvonne zachary zahra zainab zakaria zara zbigniew zdenek zdenka zeynep zhang ziad zina zinaida zita zlatko \
     zoe zofia zoltan zora zsuzsanna zuzana zygmunt",
)];

static GIVEN: Words<{ count(&LISTS) }> = Words::of(&LISTS);

/// Whether a word is a frequent given name.
pub(super) fn is_given(word: &str) -> bool {
    word.len() >= 3 && GIVEN.get(word.as_bytes()) != 0
}
