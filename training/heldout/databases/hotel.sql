-- A seaside hotel.
CREATE TABLE guest (guest_id INTEGER PRIMARY KEY, guest_nm TEXT, ctry TEXT, tel TEXT, email TEXT, vip INTEGER);
CREATE TABLE room (room_no INTEGER PRIMARY KEY, room_typ TEXT, flr INTEGER, max_pers INTEGER, price_nt REAL, sea_view INTEGER);
CREATE TABLE bkg (bkg_id INTEGER PRIMARY KEY, guest_id INTEGER REFERENCES guest(guest_id), room_no INTEGER REFERENCES room(room_no), arr_dt DATE, nts INTEGER, pers INTEGER, chan TEXT, stat TEXT, paid INTEGER);
CREATE TABLE extra (extra_id INTEGER PRIMARY KEY, bkg_id INTEGER REFERENCES bkg(bkg_id), descr TEXT, qty INTEGER, unit_prc REAL, dt DATE);
INSERT INTO guest VALUES
(1,'Elena Marquez','Spain','+34 600 111 222','elena@marquez.example',1),
(2,'Robert Hale','United Kingdom','+44 7700 900101',NULL,0),
(3,'Sophie Lemaire','France','+33 6 11 22 33 44','s.lemaire@mail.example',0),
(4,'Karl Winter','Germany',NULL,'karl.winter@mail.example',0),
(5,'Javier Soto','Spain','+34 600 333 444',NULL,0),
(6,'Anna Kowalska','Poland','+48 500 600 700','anna@kowalska.example',1),
(7,'Declan Byrne','Ireland','+353 85 123 4567','declan@byrne.example',0),
(8,'Mina Petersen','Denmark',NULL,'mina.p@mail.example',0),
(9,'Hiroshi Tanabe','Japan','+81 90 1234 5678','tanabe@mail.example',1),
(10,'Claire Hobbs','United Kingdom','+44 7700 900202','claire@hobbs.example',0),
(11,'Uwe Brandl','Germany','+49 151 2345678',NULL,0),
(12,'Lucia Ferro','Italy','+39 333 444 5555','lucia@ferro.example',0),
(13,'Peter Hale','United Kingdom',NULL,NULL,0),
(14,'Marta Iglesias','Spain','+34 600 555 666','marta@iglesias.example',0);
INSERT INTO room VALUES
(101,'single',1,1,68.0,0),(102,'single',1,1,72.0,1),(103,'double',1,2,105.0,0),(104,'double',1,2,125.0,1),
(201,'double',2,2,110.0,0),(202,'double',2,2,132.0,1),(203,'family',2,4,165.0,0),(204,'family',2,5,190.0,1),
(301,'suite',3,2,260.0,1),(302,'suite',3,4,310.0,1),(303,'single',3,1,75.0,0),(304,'double',3,2,118.0,0);
INSERT INTO bkg VALUES
(1,1,301,'2023-07-02',5,2,'phone','checked out',1),
(2,2,103,'2023-07-10',3,2,'website','checked out',1),
(3,3,204,'2023-08-05',7,4,'agency','checked out',1),
(4,4,101,'2023-08-12',2,1,'website','checked out',1),
(5,6,302,'2023-09-01',4,3,'phone','checked out',1),
(6,5,104,'2023-09-15',3,2,'website','cancelled',0),
(7,9,301,'2023-10-20',6,2,'agency','checked out',1),
(8,10,201,'2023-12-20',5,2,'website','checked out',1),
(9,1,302,'2024-02-14',2,2,'phone','checked out',1),
(10,7,202,'2024-03-15',3,2,'website','checked out',1),
(11,12,203,'2024-03-28',4,4,'agency','checked out',0),
(12,2,104,'2024-04-03',2,2,'website','checked out',1),
(13,8,102,'2024-05-17',10,1,'website','checked out',1),
(14,6,204,'2024-05-25',7,5,'phone','checked out',1),
(15,4,303,'2024-06-01',1,1,'website','no show',0),
(16,3,202,'2024-06-08',4,2,'agency','checked in',0),
(17,11,103,'2024-06-10',3,2,'website','checked in',1),
(18,5,201,'2024-06-21',2,2,'website','confirmed',0),
(19,1,301,'2024-07-01',8,2,'phone','confirmed',1),
(20,10,302,'2024-07-13',7,3,'website','confirmed',0),
(21,12,104,'2024-07-20',5,2,'agency','cancelled',0),
(22,9,302,'2024-08-02',3,2,'agency','confirmed',0);
INSERT INTO extra VALUES
(1,1,'breakfast',10,14.5,'2023-07-03'),(2,1,'spa',2,45.0,'2023-07-04'),(3,2,'parking',3,12.0,'2023-07-10'),
(4,3,'breakfast',28,14.5,'2023-08-06'),(5,3,'minibar',6,5.5,'2023-08-09'),(6,5,'spa',3,45.0,'2023-09-02'),
(7,5,'parking',4,12.0,'2023-09-01'),(8,7,'laundry',5,8.0,'2023-10-23'),(9,8,'breakfast',10,14.5,'2023-12-21'),
(10,9,'champagne',1,79.0,'2024-02-14'),(11,10,'parking',3,12.0,'2024-03-15'),(12,11,'minibar',9,5.5,'2024-03-30'),
(13,13,'laundry',2,8.0,'2024-05-20'),(14,13,'breakfast',10,15.5,'2024-05-18'),(15,14,'spa',4,48.0,'2024-05-26'),
(16,14,'breakfast',35,15.5,'2024-05-26'),(17,14,'minibar',3,5.5,'2024-05-29'),(18,16,'breakfast',8,15.5,'2024-06-09');
