-- A sailing club.
CREATE TABLE members (memberId INTEGER PRIMARY KEY, fullName TEXT NOT NULL, town TEXT, membershipType TEXT, joinDate TEXT, birthYear INTEGER, hasLicence INTEGER, annualFee REAL);
CREATE TABLE boats (boatId INTEGER PRIMARY KEY, boatName TEXT, boatClass TEXT, lengthM REAL, builtYear INTEGER, ownerId INTEGER, insured INTEGER, FOREIGN KEY (ownerId) REFERENCES members(memberId));
CREATE TABLE races (raceId INTEGER PRIMARY KEY, raceName TEXT, raceDate TEXT, distanceNm REAL, windKnots INTEGER, raceStatus TEXT);
CREATE TABLE entries (raceId INTEGER, boatId INTEGER, skipperId INTEGER, finishPosition INTEGER, elapsedMinutes INTEGER, PRIMARY KEY (raceId, boatId), FOREIGN KEY (raceId) REFERENCES races(raceId), FOREIGN KEY (boatId) REFERENCES boats(boatId), FOREIGN KEY (skipperId) REFERENCES members(memberId));
INSERT INTO members VALUES
(1,'Astrid Holm','Porthaven','full','2009-04-12',1968,1,420),
(2,'Callum Reid','Porthaven','full','2014-06-01',1981,1,420),
(3,'Beatriz Souza','Lower Quay','family','2016-03-20',1979,1,610),
(4,'Hugo Lambert','Saltmarsh','youth','2022-05-08',2008,0,95),
(5,'Niamh Kelly','Lower Quay','full','2018-09-15',1990,1,420),
(6,'Tomasz Wilk','Saltmarsh','social','2019-01-10',1955,0,60),
(7,'Ellen Marsh','Porthaven','honorary','1998-07-07',1941,1,0),
(8,'Jonas Feld','Greyhead','family','2021-04-02',1985,1,610),
(9,'Sophie Tran','Greyhead','youth','2023-05-14',2010,0,95),
(10,'Victor Amadi',NULL,'full','2023-08-30',1994,0,420),
(11,'Ruth Penrose','Saltmarsh','social','2024-02-19',1962,0,60);
INSERT INTO boats VALUES
(1,'Sea Thrift','Contessa 26',7.8,1976,1,1),
(2,'Kittiwake','Laser',4.2,2011,2,1),
(3,'Blue Heron','Dehler 34',10.3,2005,3,1),
(4,'Windfall','J/70',6.9,2016,5,1),
(5,'Little Tern','Optimist',2.3,2019,NULL,1),
(6,'Sandpiper','Optimist',2.3,2014,NULL,0),
(7,'Gannet','Wayfarer',4.8,1992,NULL,1),
(8,'Grey Lady','Folkboat',7.6,1963,7,0),
(9,'Sturmvogel','J/70',6.9,2020,8,1),
(10,'Second Wind','Laser',4.2,2003,2,0);
INSERT INTO races VALUES
(1,'Spring Opener','2023-04-16',8.5,14,'completed'),
(2,'May Regatta','2023-05-20',12.0,11,'completed'),
(3,'Lighthouse Run','2023-07-08',21.5,18,'completed'),
(4,'Autumn Cup','2023-09-30',15.0,31,'abandoned'),
(5,'Frostbite','2023-12-03',6.0,9,'completed'),
(6,'Spring Opener','2024-04-14',8.5,16,'completed'),
(7,'May Regatta','2024-05-18',12.0,7,'completed'),
(8,'Lighthouse Run','2024-07-06',21.5,22,'completed'),
(9,'Autumn Cup','2024-09-28',15.0,NULL,'planned');
INSERT INTO entries VALUES
(1,1,1,3,121),(1,2,2,2,118),(1,4,5,1,104),(1,7,4,4,139),
(2,3,3,2,151),(2,4,5,1,149),(2,8,7,3,190),
(3,1,1,2,262),(3,3,3,1,247),(3,4,2,NULL,NULL),
(4,2,2,NULL,NULL),(4,9,8,NULL,NULL),
(5,2,2,1,83),(5,5,9,3,127),(5,7,1,2,92),
(6,4,5,2,101),(6,9,8,1,99),(6,1,1,3,125),(6,5,9,4,160),
(7,4,5,1,158),(7,3,8,3,171),(7,9,3,2,163),
(8,3,3,1,233),(8,4,5,NULL,NULL),(8,9,8,2,239);
