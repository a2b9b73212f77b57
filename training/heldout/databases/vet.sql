-- A veterinary surgery.
CREATE TABLE owners (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, city TEXT, phone TEXT, email TEXT, registered_on DATE);
CREATE TABLE pets (id INTEGER PRIMARY KEY, owner_id INTEGER REFERENCES owners(id), name TEXT, species TEXT, breed TEXT, sex TEXT, birth_date DATE, weight_kg REAL, neutered INTEGER);
CREATE TABLE vets (id INTEGER PRIMARY KEY, name TEXT, specialty TEXT, hired_on DATE, salary REAL);
CREATE TABLE visits (id INTEGER PRIMARY KEY, pet_id INTEGER REFERENCES pets(id), vet_id INTEGER REFERENCES vets(id), visit_date DATE, reason TEXT, fee REAL, paid INTEGER, follow_up_on DATE);
CREATE TABLE vaccinations (id INTEGER PRIMARY KEY, pet_id INTEGER REFERENCES pets(id), vaccine TEXT, given_on DATE, due_on DATE);
INSERT INTO owners VALUES
(1,'Hanna','Lindqvist','Millbrook','0551-2210','hanna.l@mail.example','2018-03-14'),
(2,'Oskar','Brandt','Ashford','0551-4471',NULL,'2019-07-02'),
(3,'Priya','Nair','Millbrook',NULL,'priya@nair.example','2020-01-20'),
(4,'George','Whitlock','Stanton','0552-9034','gwhitlock@mail.example','2020-11-05'),
(5,'Camille','Roux','Ashford','0551-7718','camille@roux.example','2021-06-17'),
(6,'Dylan','Price','Stanton',NULL,NULL,'2022-02-09'),
(7,'Yuki','Tanabe','Millbrook','0551-3302','yuki@tanabe.example','2023-04-28'),
(8,'Fatima','Haddad','Weston','0553-1189','fatima.h@mail.example','2023-10-11'),
(9,'Neil','Brandt','Weston','0553-4420',NULL,'2024-03-03');
INSERT INTO pets VALUES
(1,1,'Bella','dog','Labrador','f','2015-05-11',29.4,1),
(2,1,'Moppet','cat','Siamese','f','2019-09-30',4.1,1),
(3,2,'Rex','dog','German Shepherd','m','2017-02-18',36.8,0),
(4,3,'Simba','cat','Maine Coon','m','2020-06-06',7.2,1),
(5,3,'Nala','cat','Maine Coon','f','2021-08-15',5.9,0),
(6,3,'Pip','rabbit','Dwarf Lop','m','2022-03-21',1.8,0),
(7,4,'Duke','dog','Beagle','m','2013-11-02',14.6,1),
(8,5,'Coco','parrot',NULL,'f','2010-01-25',0.4,0),
(9,5,'Biscuit','dog','Dachshund','m','2021-12-12',9.3,1),
(10,6,'Shadow','cat',NULL,'m','2018-04-09',5.2,1),
(11,7,'Momo','dog','Shiba Inu','f','2022-07-19',8.7,0),
(12,8,'Luna','cat','Persian','f','2016-10-27',4.6,1),
(13,8,'Clover','rabbit','Angora','f','2023-02-14',2.5,0),
(14,NULL,'Patch','dog',NULL,'m','2020-12-01',17.5,0),
(15,NULL,'Smudge','cat',NULL,'f','2021-05-05',3.3,0),
(16,4,'Sheldon','tortoise',NULL,'m','1998-06-30',3.9,0);
INSERT INTO vets VALUES
(1,'Dr. Alice Moreau','surgery','2012-09-01',71000),
(2,'Dr. Ben Okafor','dentistry','2016-02-15',64500),
(3,'Dr. Ingrid Sund','general practice','2019-05-20',58200),
(4,'Dr. Rafael Teles','exotic animals','2021-01-11',55900),
(5,'Dr. Wendy Cho','general practice','2023-08-07',49800),
(6,'Dr. Paul Kerr','surgery','2024-02-01',52400);
INSERT INTO visits VALUES
(1,1,1,'2022-03-04','hip surgery',840.0,1,'2022-03-18'),
(2,1,3,'2022-03-18','check-up',45.0,1,NULL),
(3,3,3,'2022-06-21','skin rash',62.5,1,NULL),
(4,2,2,'2022-09-09','tooth extraction',215.0,1,'2022-09-23'),
(5,8,4,'2022-11-30','feather loss',88.0,1,NULL),
(6,4,3,'2023-01-16','check-up',45.0,1,NULL),
(7,7,1,'2023-02-08','tumour removal',690.0,1,'2023-02-22'),
(8,7,3,'2023-02-22','check-up',48.0,1,NULL),
(9,16,4,'2023-05-05','shell infection',120.0,0,'2023-06-05'),
(10,6,4,'2023-07-13','dental trim',55.0,1,NULL),
(11,10,2,'2023-08-24','tooth cleaning',130.0,0,NULL),
(12,12,5,'2023-10-19','vomiting',74.0,1,'2023-10-26'),
(13,9,3,'2023-12-02','limping',95.0,1,NULL),
(14,5,1,'2024-01-10','neutering',180.0,1,'2024-01-24'),
(15,11,5,'2024-01-29','check-up',50.0,1,NULL),
(16,3,2,'2024-02-14','tooth cleaning',140.0,0,NULL),
(17,1,5,'2024-03-07','arthritis',110.0,1,'2024-06-07'),
(18,13,4,'2024-03-22','check-up',50.0,0,NULL),
(19,12,5,'2024-04-11','weight loss',82.0,1,NULL),
(20,9,1,'2024-04-30','ear infection',77.0,0,'2024-05-14'),
(21,1,3,'2024-06-07','check-up',52.0,1,NULL);
INSERT INTO vaccinations VALUES
(1,1,'rabies','2022-03-18','2025-03-18'),
(2,1,'distemper','2023-03-20','2024-03-20'),
(3,3,'rabies','2022-06-21','2025-06-21'),
(4,4,'cat flu','2023-01-16','2024-01-16'),
(5,5,'cat flu','2023-09-04','2024-09-04'),
(6,7,'rabies','2021-10-12','2024-10-12'),
(7,6,'myxomatosis','2023-07-13','2024-07-13'),
(8,9,'distemper','2023-12-02','2024-12-02'),
(9,9,'rabies','2023-12-02','2026-12-02'),
(10,11,'rabies','2024-01-29','2027-01-29'),
(11,12,'cat flu','2023-10-19','2024-10-19'),
(12,10,'leukaemia','2023-08-24',NULL);
