-- A regional bus company.
CREATE TABLE depots (depot_id INTEGER PRIMARY KEY, name TEXT, town TEXT, capacity INTEGER);
CREATE TABLE drivers (driver_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, depot_id INTEGER REFERENCES depots(depot_id), phone TEXT, hired_on DATE, hourly_wage REAL, part_time INTEGER);
CREATE TABLE buses (bus_id INTEGER PRIMARY KEY, registration TEXT, model TEXT, seats INTEGER, built_year INTEGER, depot_id INTEGER REFERENCES depots(depot_id), wheelchair_access INTEGER, last_service DATE);
CREATE TABLE routes (route_id INTEGER PRIMARY KEY, route_number TEXT, start_stop TEXT, end_stop TEXT, distance_km REAL, night_service INTEGER);
CREATE TABLE trips (trip_id INTEGER PRIMARY KEY, route_id INTEGER REFERENCES routes(route_id), driver_id INTEGER REFERENCES drivers(driver_id), bus_id INTEGER REFERENCES buses(bus_id), trip_date DATE, departure_time TEXT, passengers INTEGER, delay_minutes INTEGER, status TEXT);
INSERT INTO depots VALUES (1,'North Yard','Kelborough',40),(2,'Mill Lane','Kelborough',25),(3,'Station Road','Penfold',60),(4,'Harbour','Saltwick',35),(5,'Ashgrove','Ashgrove',18),(6,'Moor End','Tarnley',12);
INSERT INTO drivers VALUES
(1,'Olga','Brandt',1,'0770 110 221','2009-03-16',19.40,0),
(2,'Tom','Achebe',1,'0770 110 305','2014-08-01',17.80,0),
(3,'Sheila','Dunmore',2,NULL,'2016-05-09',17.10,1),
(4,'Victor','Lund',3,'0770 118 412','2011-11-21',18.90,0),
(5,'Parveen','Gill',3,'0770 118 977','2020-02-03',15.60,1),
(6,'Marek','Zielny',3,'0770 119 040','2018-06-18',16.50,0),
(7,'Joan','Achebe',4,NULL,'2017-09-04',16.90,1),
(8,'Callum','Frith',4,'0770 121 555','2022-01-10',14.90,0),
(9,'Rita','Oduya',5,'0770 122 018','2019-10-28',16.00,0),
(10,'Ben','Sallow',5,'0770 122 630','2023-04-17',14.20,1),
(11,'Hannah','Pryce',3,NULL,'2023-07-31',14.20,0),
(12,'Luis','Cabral',2,'0770 123 904','2012-02-13',18.30,0);
INSERT INTO buses VALUES
(1,'KB12 ARD','Volvo B8',52,2012,1,0,'2024-01-15'),
(2,'KB19 XRT','Enviro 200',38,2019,1,1,'2024-02-20'),
(3,'KB16 LMO','Enviro 200',36,2016,2,1,'2023-11-06'),
(4,'PF21 JJA','Citaro',44,2021,3,1,'2024-02-01'),
(5,'PF21 JJB','Citaro',45,2021,3,1,'2024-01-29'),
(6,'PF08 OLD','Volvo B7',57,2008,3,0,'2023-06-12'),
(7,'SW14 TUV','Streetlite',33,2014,4,0,'2023-12-18'),
(8,'SW23 NEW','Citaro',47,2023,4,1,NULL),
(9,'AG18 DFG','Streetlite',35,2018,5,1,'2023-09-25'),
(10,'KB24 ECO','eCitaro',40,2024,1,1,NULL);
INSERT INTO routes VALUES
(1,'7','Central Station','University',8.5,0),
(2,'12','Central Station','Saltwick Pier',21.4,0),
(3,'12A','Mill Lane','Saltwick Pier',18.2,0),
(4,'N1','Central Station','Ashgrove Cross',14.0,1),
(5,'33','Penfold Market','Central Station',11.7,0),
(6,'40','Penfold Market','County Hospital',6.3,0),
(7,'N5','Saltwick Pier','Central Station',20.8,1),
(8,'51','Ashgrove Cross','County Hospital',27.9,0),
(9,'X9','Central Station','Regional Airport',46.5,0);
INSERT INTO trips VALUES
(1,1,1,2,'2024-03-04','07:10',61,0,'completed'),
(2,1,2,1,'2024-03-04','07:40',73,4,'completed'),
(3,2,1,1,'2024-03-04','09:15',38,12,'completed'),
(4,5,4,4,'2024-03-04','08:00',44,2,'completed'),
(5,6,5,5,'2024-03-05','08:20',19,0,'completed'),
(6,1,2,2,'2024-03-05','07:10',66,6,'completed'),
(7,3,3,3,'2024-03-05','10:05',NULL,NULL,'cancelled'),
(8,4,9,9,'2024-03-05','23:30',14,1,'completed'),
(9,2,7,7,'2024-03-06','09:15',35,17,'completed'),
(10,5,6,6,'2024-03-06','08:00',51,9,'completed'),
(11,9,4,4,'2024-03-06','05:45',40,0,'completed'),
(12,7,8,8,'2024-03-07','00:20',NULL,NULL,'cancelled'),
(13,8,9,9,'2024-03-08','11:00',22,25,'completed'),
(14,1,1,10,'2024-03-11','07:10',70,3,'completed'),
(15,1,12,2,'2024-03-29','07:40',58,0,'completed'),
(16,2,2,1,'2024-04-02','09:15',41,8,'completed'),
(17,9,6,5,'2024-04-02','05:45',36,31,'completed'),
(18,6,5,5,'2024-04-03','08:20',23,1,'completed'),
(19,4,10,9,'2024-04-05','23:30',NULL,NULL,'cancelled'),
(20,3,12,3,'2024-04-08','10:05',30,5,'completed'),
(21,8,9,9,'2024-04-09','11:00',17,14,'completed'),
(22,7,7,8,'2024-04-12','00:20',12,2,'completed'),
(23,5,4,4,'2024-05-02','08:00',NULL,NULL,'planned'),
(24,1,2,10,'2024-05-02','07:10',NULL,NULL,'planned');
